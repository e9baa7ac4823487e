"""Makes luis.pdf with ReportLab: a header over two columns, headings whose letters stand apart."""
import sys
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas
from reportlab.platypus import Frame, Paragraph

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=11.5)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=9, bulletIndent=0, spaceAfter=1.5)
POST = ParagraphStyle("post", parent=BODY, fontName="Helvetica-Bold", spaceBefore=5)
DATE = ParagraphStyle("date", parent=BODY, fontName="Helvetica-Oblique", textColor="#555555", spaceAfter=2)


class Heading(Paragraph):
    """Letters set one by one, a gap between, as designers do."""

    def __init__(self, text):
        super().__init__(text, ParagraphStyle("h", fontName="Helvetica-Bold", fontSize=10.5, leading=20))
        self.words = text

    def draw(self):
        at = self.canv.beginText(0, 5)
        at.setFont("Helvetica-Bold", 10.5)
        at.setCharSpace(4)
        at.textOut(self.words)
        self.canv.drawText(at)


def items(*texts):
    return [Paragraph(text, ITEM, bulletText="•") for text in texts]


LEFT = [
    Heading("EXPERIENCE"),
    Paragraph("Platform Engineer, Jacarandá Fintech, São Paulo", POST), Paragraph("Feb 2022 – current", DATE),
    *items(
        "Built the internal platform on EKS: a new service gets its pipeline, its dashboards and its cost alarm from one form. From idea to production took nine days before, now under three hours.",
        "Instant payments: kept p99 latency under 180 ms on salary days by sharding Redis and adding backpressure to the consumers of the message queue.",
        "Cut the AWS bill from US$ 92k to US$ 61k a month with Karpenter and savings plans.",
        "Feature flags for every release since 2023.",
        "Put SBOMs and image scanning (Trivy) into all GitHub Actions workflows together with the security team."),
    Paragraph("Software Engineer, Banco Araucária, Curitiba", POST), Paragraph("2020/03 – 2022/01", DATE),
    *items(
        "Maintained Java and Kotlin services on OpenShift and wrote their Liquibase changelogs.",
        "Moved the monthly reports from Oracle to PostgreSQL; the longest went from 47 to 6 minutes."),
    Paragraph("Intern, Rede Campus, Londrina", POST), Paragraph("07/2018 – 12/2019", DATE),
    *items("Wrote a Node.js service that told students which laboratory was free."),
]
RIGHT = [
    Heading("SKILLS"),
    Paragraph("TypeScript, Python, Go (still learning)", BODY), Paragraph("Terraform / OpenTofu, Crossplane", BODY),
    Paragraph("Docker, Kubernetes, Argo CD", BODY), Paragraph("Grafana, Loki, Tempo", BODY),
    Heading("PROJECTS"),
    Paragraph("tatu, 2025", POST),
    Paragraph("Open source Terraform provider for parking sensors. Wrote it in Go; 140 stars and two strangers' pull requests.", BODY),
    Heading("EDUCATION"),
    Paragraph("Bachelor of Computer Science, Universidade Estadual de Londrina, 2016 – 2019", BODY),
    Heading("COURSES"),
    Paragraph("Chaos engineering fundamentals (online, 12 h, 2024)", BODY),
    Heading("LANGUAGES"),
    Paragraph("Portuguese (native), English (C1), Spanish (B2)", BODY),
]


def main(path):
    page = canvas.Canvas(path, pagesize=A4, invariant=1)
    page.setTitle("Luís Felipe Amaral")
    width, height = A4
    page.setFont("Helvetica-Bold", 22)
    page.drawString(18 * mm, height - 24 * mm, "Luís Felipe Amaral")
    page.setFont("Helvetica", 9.5)
    page.drawString(18 * mm, height - 31 * mm, "Platform engineer who likes small teams, clear alarms and quiet Fridays. Londrina, Brazil (UTC-3). luis@amaral.example")
    page.line(18 * mm, height - 34 * mm, width - 18 * mm, height - 34 * mm)
    top = height - 36 * mm
    Frame(16 * mm, 15 * mm, 112 * mm, top - 15 * mm).addFromList(LEFT, page)
    Frame(132 * mm, 15 * mm, 62 * mm, top - 15 * mm).addFromList(RIGHT, page)
    page.showPage()
    page.save()


main(sys.argv[1])
