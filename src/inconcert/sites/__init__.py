"""What sites say of who runs them: look-alikes, families of names, the same hands, clones, copies, chains."""
