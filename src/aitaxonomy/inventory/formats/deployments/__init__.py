"""Files by which programs set models and agents up: containers, clusters, clouds."""
