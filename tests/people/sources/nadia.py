"""Makes nadia.docx the way Word writes one: text boxes with their fallback, content controls, tracked changes, header, footer, footnote."""
import sys
import zipfile

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="wps"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text, props=""):
    return f'<w:r>{"<w:rPr>" + props + "</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs, style="", bullet=False):
    props = (f'<w:pStyle w:val="{style}"/>' if style else "") + ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if bullet else "")
    return f'<w:p>{"<w:pPr>" + props + "</w:pPr>" if props else ""}{"".join(runs)}</w:p>'


def heading(text):
    return para(run(text), style="Heading1")


def bullet(*runs):
    return para(*(r if r.startswith("<") else run(r) for r in runs), bullet=True)


def post(title, dates):
    return para(run(title, "<w:b/>"), "<w:r><w:tab/></w:r>", run(dates, "<w:i/>"))


def inserted(text):
    return f'<w:ins w:id="7" w:author="N" w:date="2026-10-02T09:00:00Z">{run(text)}</w:ins>'


def deleted(text):
    return f'<w:del w:id="8" w:author="N" w:date="2026-10-02T09:00:00Z"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def box(number, *paragraphs):
    """A text box as Word 2010 and later writes it: the same content twice, once for readers that only know VML."""
    content = f'<w:txbxContent>{"".join(paragraphs)}</w:txbxContent>'
    choice = (
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="2" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>5200000</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="1900000" cy="2400000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{number}" name="Text Box {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>'
        f'<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
    )
    fallback = f'<mc:Fallback><w:pict><v:shape style="position:absolute;width:150pt;height:190pt"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>'
    return f'<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>'


SKILLS = box(
    2,
    heading("Skills"),
    para(run("Go · Python · Bash")),
    para(run("Terraform · Helm · Kubernetes")),
    para(run("Kafka (consumer side) · PostgreSQL · MongoDB")),
    para(run("Familiar with Rust and Chef")),
)
CERTIFICATES = box(3, heading("Certificates"), para(run("CKS, 2024")), heading("Languages"), para(run("Arabic, French, English (C2)")))

BODY = "".join(
    [
        f'<w:sdt><w:sdtPr><w:alias w:val="Name"/></w:sdtPr><w:sdtContent>{para(run("Nadia Haddad"), style="Title")}</w:sdtContent></w:sdt>',
        para(SKILLS, run("Reliability engineer from Beirut, now in Lyon. I learnt degraded modes where the power fails daily.")),
        heading("Experience"),
        post("Site Reliability Engineer, Lumière Assurances, Lyon", "Jan. 2023 – present"),
        bullet("Runs OpenShift (nine clusters, cluster upgrades every quarter) with ", deleted("Jenkins"), inserted("Tekton"), " and Argo CD."),
        bullet("Set up Thanos for 14 months of metrics at a fifth of the former storage cost.", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        bullet("Wrote Kubernetes operators in Go for the nightly claims jobs; failed nights went from 11 to 2 a quarter."),
        bullet("Rolled out Istio, first permissive, then strict: 40 services speak mTLS."),
        bullet("GDPR erasure jobs, checked by the data protection officer."),
        post("DevOps Engineer, Cèdre Telecom, Beirut", "09/2019 – 12/2022"),
        bullet("Kept the shop open through power cuts with graceful degradation, retry budgets and a second site."),
        bullet("Ansible and Salt for 250 hosts; Consul for service discovery; HashiCorp Vault for credentials."),
        bullet("Trained two juniors who now run the platform without me. ", deleted("Administered Oracle.")),
        post("Internship, data office, Cèdre Bank", "Mar – Aug 2018"),
        bullet("Wrote PySpark jobs and the Airflow schedules around them."),
        heading("Education"),
        para(CERTIFICATES, run("Engineering diploma (master level) in computer and communications, Beirut, 2014 – 2019")),
        heading("Hobbies"),
        para(run("Rust-proofing an old Peugeot. Choir; the consul once came to listen.")),
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
    ]
)

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}{kind}+xml"/>' for name, kind in
              [("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"), ("header1", "header"), ("footer1", "footer"), ("footnotes", "footnotes")])
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(f'<Relationship Id="rId{i}" Type="{RELS}/{kind}" Target="{target}.xml"/>' for i, (kind, target) in
              enumerate([("styles", "styles"), ("numbering", "numbering"), ("header", "header1"), ("footer", "footer1"), ("footnotes", "footnotes")], 1))
    + "</Relationships>",
    "word/styles.xml": f'<w:styles {NS}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style></w:styles>',
    "word/numbering.xml": f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/header1.xml": f'<w:hdr {NS}>{para(run("nadia@haddad.example · Lyon · SRE"))}</w:hdr>',
    "word/footer1.xml": f'<w:ftr {NS}>{para(run("References on request"))}</w:ftr>',
    "word/footnotes.xml": f'<w:footnotes {NS}><w:footnote w:id="2">{para(run("Storage invoices of March 2023 and March 2024."))}</w:footnote></w:footnotes>',
    "word/document.xml": f"<w:document {NS}><w:body>{BODY}</w:body></w:document>",
}


def main(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in PARTS.items():
            part = zipfile.ZipInfo(name, (2026, 11, 2, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, HEAD + text)


main(sys.argv[1])
