project        = "acme-staging"
region         = "europe-west4"
zones          = ["europe-west4-a", "europe-west4-b", "europe-west4-c"]
labels         = { environment = "staging" }
office         = "10.200.0.0/16"
spot           = true
disk_size_gb   = 200
logs           = ["SYSTEM_COMPONENTS", "WORKLOADS"]
security_group = "gke-security-groups@example.com"
