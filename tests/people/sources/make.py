#!/usr/bin/env python3
"""Makes the PDF and Word files of tests/people again from the sources beside this file: make.py [name …].

Tests read the committed files and never run this. What it takes, on Debian 12: chromium libreoffice-writer-nogui texlive-latex-base
groff ghostscript weasyprint python3-reportlab qpdf poppler-utils fonts-liberation. Producers stamp the time into what they make, so a file made again
differs in a few bytes; its words must not. Whoever remakes one runs tests/e2e/people_truth.py.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RESUMES = HERE.parent / "resumes"
JOBS = HERE.parent / "jobs"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def run(*command, **more):
    subprocess.run([str(part) for part in command], check=True, **{**QUIET, **more})


def chromium(source, target, scratch):
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/chromium", "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())


def writer(source, target, scratch):
    """LibreOffice: PDF or DOCX, by the target's ending."""
    into = {".pdf": "pdf:writer_web_pdf_Export" if source.suffix == ".html" else "pdf", ".docx": "docx:MS Word 2007 XML"}[target.suffix]
    read_as = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
    if read_as and target.suffix == ".pdf":
        into = "pdf:writer_pdf_Export"
    run("soffice", f"-env:UserInstallation=file://{scratch}/office", "--headless", *read_as, "--convert-to", into, "--outdir", scratch, source)
    shutil.move(scratch / (source.stem + target.suffix), target)


def latex(source, target, scratch):
    run("pdflatex", "-interaction=batchmode", f"-output-directory={scratch}", source)
    shutil.move(scratch / (source.stem + ".pdf"), target)


def troff(source, target, scratch):
    """groff to PostScript, Ghostscript to PDF; locked against changes but open to readers, as some offices send them."""
    page = scratch / "page.ps"
    with open(page, "wb") as out:
        run("groff", "-k", "-ms", "-Tps", source, stdout=out)
    run("ps2pdf", "-sPAPERSIZE=letter", page, scratch / "open.pdf")
    run("qpdf", "--encrypt", "", "only-the-owner", "128", "--use-aes=y", "--modify=none", "--", scratch / "open.pdf", target)


def weasyprint(source, target, scratch):
    run("weasyprint", source, target)


def python(source, target, scratch):
    run("/usr/bin/python3", source, target)  # Debian's own, which has ReportLab


def locked(source, target, scratch):
    """Nobody reads this one without its password."""
    latex(source, scratch / "open-for-now.pdf", scratch)
    run("qpdf", "--encrypt", "a-reader's-password", "an-owner's-password", "256", "--", scratch / "open-for-now.pdf", target)


def scanned(source, target, scratch):
    """Paper: pages that are pictures and hold no text."""
    latex(source, scratch / "paper.pdf", scratch)
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfimage8", "-r72", "-dDownScaleFactor=1", f"-sOutputFile={target}", scratch / "paper.pdf")


MADE = {
    "grace": (chromium, "grace.html", RESUMES / "grace.pdf"),
    "henrik": (latex, "henrik.tex", RESUMES / "henrik.pdf"),
    "indira": (writer, "indira.html", RESUMES / "indira.docx"),
    "jonas": (writer, "jonas.html", RESUMES / "jonas.pdf"),
    "kayla": (troff, "kayla.roff", RESUMES / "kayla.pdf"),
    "luis": (python, "luis.py", RESUMES / "luis.pdf"),
    "mei": (weasyprint, "mei.html", RESUMES / "mei.pdf"),
    "nadia": (python, "nadia.py", RESUMES / "nadia.docx"),
    "oskar": (scanned, "oskar.tex", RESUMES / "oskar.pdf"),
    "petra": (locked, "petra.tex", RESUMES / "petra.pdf"),
    "quentin": (writer, "quentin.html", RESUMES / "quentin.docx"),
    "rana": (chromium, "rana.html", RESUMES / "rana.pdf"),
    "payments-sre": (chromium, "payments-sre.html", JOBS / "payments-sre.pdf"),
    "platform-engineer": (writer, "platform-engineer.html", JOBS / "platform-engineer.docx"),
}


def main():
    os.environ["SOURCE_DATE_EPOCH"] = "1793577600"  # 2 November 2026
    for name in sys.argv[1:] or MADE:
        maker, source, target = MADE[name]
        with tempfile.TemporaryDirectory() as scratch:
            maker(HERE / source, target, pathlib.Path(scratch))
        print(f"{target.relative_to(HERE.parent)}: {target.stat().st_size} bytes")


main()
