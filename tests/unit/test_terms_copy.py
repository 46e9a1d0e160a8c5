"""The user's copy of terms: every kind of file gives the same paragraphs, and a bad one gives one clear message."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfWriter

from dpia.errors import AnswersRejected, DpiaError, FileError
from dpia.i18n import LANGUAGES
from dpia.terms.copy import read_copy

if TYPE_CHECKING:
    from pathlib import Path

HEADING, SENTENCE = "License", "You grant us a license & more."
PAGE = f"""<!doctype html><html><head><title>x</title><script>alert(1)</script><style>p{{}}</style></head>
<body><nav><a href="/">Home</a></nav><h2>5. {HEADING}</h2><p>You <b>grant</b>&nbsp;us a
lic&shy;ense &amp; more.</p><ul><li>(a) host it;</li><li>(b) show it.</li></ul>
<div style="display:none">hidden</div><button>Accept</button></body></html>"""


def written(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def mhtml() -> str:
    return (
        "From: <Saved by Blink>\nSubject: Terms\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n'
        f"--x\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n--x--\n"
    )


def word(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading(f"5. {HEADING}", 2)
    document.add_paragraph(SENTENCE)
    for item in ("(a) host it;", "(b) show it."):
        document.add_paragraph(item, style="List Bullet")
    target = folder / "terms.docx"
    document.save(str(target))
    return target


@pytest.mark.parametrize("kind", ["html", "mhtml", "docx", "markdown", "text"])
def test_every_kind_gives_the_same_paragraphs(tmp_path: Path, kind: str) -> None:
    markdown = (
        f"## 5. {HEADING}\n\nYou **grant** us a license & more.\n\n(a) host it;\n(b) show it.\n"
    )
    text = f"5. {HEADING}\n\nYou grant\nus a lic-\nense & more.\n\n(a) host it;\n(b) show it.\n"
    file = {
        "html": lambda: written(tmp_path, "terms.html", PAGE),
        "mhtml": lambda: written(tmp_path, "terms.mhtml", mhtml()),
        "docx": lambda: word(tmp_path),
        "markdown": lambda: written(tmp_path, "terms.md", markdown),
        "text": lambda: written(tmp_path, "terms.txt", text),
    }[kind]()
    found = read_copy(file)
    assert found.kind == kind
    assert [(one.kind, one.marker, one.text) for one in found.paragraphs] == [
        ("heading", "5.", HEADING),
        ("text", "", SENTENCE),
        ("item", "(a)", "host it;"),
        ("item", "(b)", "show it."),
    ]


def test_what_is_deleted_in_word_is_not_read(tmp_path: Path) -> None:
    target = word(tmp_path)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    gone = b"<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:p>", gone, 1)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "gone" not in read_copy(target).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_is_read_as_windows_writes_it(tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path, "agb.txt", "Der Kunde räumt Rechte ein. " * 9)
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
    assert read_copy(file).text.startswith("Der Kunde räumt Rechte ein.")


def test_a_page_nested_deep_is_read_and_one_without_text_says_what_to_do(tmp_path: Path) -> None:
    deep = "<div>" * 200 + "You agree." + "</div>" * 200
    assert "You agree." in read_copy(written(tmp_path, "deep.html", f"<html>{deep}")).text
    for empty in ("<script>render()</script>", "<div>" * 20_000):
        with pytest.raises(AnswersRejected, match="copy-no-text"):
            read_copy(written(tmp_path, "empty.html", f"<html><body>{empty}"))


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def zipped(name: str, data: bytes = b"x") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


BAD: dict[str, tuple[str, bytes]] = {
    "copy-empty": ("empty.txt", b" \n"),
    "copy-binary": ("picture.txt", bytes(range(256)) * 40),
    "copy-scanned": ("scan.pdf", blank_pdf()),
    "copy-encrypted": ("locked.pdf", locked_pdf()),
    "copy-damaged": ("broken.pdf", b"%PDF-1.7\n" + b"garbage " * 50),
    "copy-old-word": ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
    "copy-rtf": ("terms.rtf", b"{\\rtf1 You agree.}"),
    "copy-other-archive": ("sheet.docx", zipped("xl/workbook.xml")),
    "file-too-large": ("bomb.docx", zipped("word/document.xml", b"<a>" + b" " * 60_000_000)),
}


@pytest.mark.parametrize("key", BAD)
def test_a_copy_that_cannot_be_used_is_told_in_one_message(tmp_path: Path, key: str) -> None:
    with pytest.raises(DpiaError) as refused:
        read_copy(written(tmp_path, *BAD[key]))
    assert refused.value.key == key
    assert refused.value.exit_code == (4 if key == "copy-scanned" else 1)
    for language in LANGUAGES:
        assert BAD[key][0] in refused.value.message(language)


def test_an_encrypted_word_file_is_told_from_an_old_one(tmp_path: Path) -> None:
    data = BAD["copy-old-word"][1] + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(FileError, match="copy-encrypted"):
        read_copy(written(tmp_path, "locked.docx", data))


def test_what_is_not_there_and_what_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="copy-missing"):
        read_copy(tmp_path / "nowhere.txt")
    with pytest.raises(FileError, match="copy-is-folder"):
        read_copy(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DPIA_LIMITS", "terms-file=1000")
    with pytest.raises(FileError) as refused:
        read_copy(written(tmp_path, "terms.txt", "You agree. " * 200))
    assert refused.value.values["what"] == "file"


def test_a_text_beyond_all_terms_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DPIA_LIMITS", "terms-letters=1000")
    with pytest.raises(FileError) as refused:
        read_copy(written(tmp_path, "terms.txt", "You agree. " * 200))
    assert refused.value.values["what"] == "letters"


def test_a_scan_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AnswersRejected) as refused:
        read_copy(written(tmp_path, *BAD["copy-scanned"]))
    assert "OCR" in refused.value.message("de")
