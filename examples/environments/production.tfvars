project        = "acme-prod"
region         = "europe-west1"
zones          = ["europe-west1-b", "europe-west1-c", "europe-west1-d"]
labels         = { environment = "production" }
office         = "10.210.0.0/16"
spot           = false
disk_size_gb   = 200
logs           = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
security_group = "gke-security-groups@example.com"
