"""Cases: what people noted, decided, reviewed and attributed, and who read what."""
