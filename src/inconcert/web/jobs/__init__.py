"""Work that takes long: in a process of its own, seen from its files, so that it outlives browser and server."""
