/** A made-up pair, to see what the page shows before giving it anything of one's own. */
export const sampleResume = `Noor Example
Site reliability engineer

Experience

Senior site reliability engineer, Harbour Post
2021-03 - present
- Moved 60 services to Kubernetes with Terraform, which cut a deploy from 3 hours to 20 minutes
- Wrote the SLOs of 12 services with their teams and an error budget policy that stopped two releases
- Ran the on-call rotation of eight people

Systems engineer, Example Rail
2018 - 2021
- Ran PostgreSQL for ticket sales at 4,000 transactions a second
- Built dashboards in Grafana

Skills
Python, Kafka, Helm, Prometheus
No experience with Azure
`;
export const sampleJob = `Senior site reliability engineer

What you will do
- Own SLOs and the error budget policy with product teams
- Lead incident response

Requirements
- 3+ years of Kubernetes in production
- Terraform or Pulumi
- Go or Python
- PostgreSQL and Kafka
- Azure

Nice to have
- Rust
- Chaos engineering

Benefits
- Training budget
`;
