project        = "acme-dev"
region         = "europe-west4"
zones          = ["europe-west4-a"]
labels         = { environment = "dev" }
office         = "10.200.0.0/16"
spot           = true
disk_size_gb   = 150
logs           = ["SYSTEM_COMPONENTS"]
security_group = "gke-security-groups@example.com"
