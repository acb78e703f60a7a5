"""The workbench: pages and an interface over what the other rooms found and keep."""
