"""What exports of registries, name servers, certificate logs and page archives say of sites, one reader a file."""
