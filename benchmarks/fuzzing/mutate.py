"""Mutations that know the structure of a file: into the zip, into the XML, and plain bytes.

Everything is drawn from a random.Random that the caller seeds, so that an input is found again by its number.
"""

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

VALUES = (
    *("", " ", "0", "-1", "1", "7", "1e999", "-1e999", "NaN", "Infinity", "0.1", "1.5e3", "00", "0x10"),
    *("99999999999999999999", "2147483648", "4294967296", "-2147483649", "1048577", "16385", "2958466", "-5"),
    *("A1:XFD1048576", "XFD1048577", "A0", "1A", "$A$1", "A1:A1:A1", "ZZZZ99", "R1C1", "A1 B2", ":"),
    *("=1+1", "=cmd|'/c calc'!A0", "@SUM(1)", "+1", "-1", "#REF!", "_x0000_", "_xD800_", "_x0041_", "_x005F_x0041_"),
    *("{{ x }}", "{{", "}}", "{% for a in b %}", "{% endif %}", "{#", "{{ document.title.__class__ }}", "{{ 1/0 }}"),
    *("../../x", "/etc/passwd", "C:\\x", "rId999", "http://127.0.0.1:9/x", "file:///etc/passwd", "xl/workbook.xml"),
    *("\u202e", "\ufeff", "\ufdd0", "😀", "e\u0301", "\x7f", "\x85", "\u2028", "ja", "nein", "unklar", "unclear"),
    *("2026-11-24", "31.02.2026", "01/02/2026", "9999-12-31", "0001-01-01", "24.11.26", "12:30", "1.200", "1,5", "25 %"),
    *("#dpia", "#answer", "#note", "table:measures#end", "table:x#columns", "table:#", "messenger", "general", "2.0", "99"),
    *("true", "false", "s", "str", "inlineStr", "b", "e", "d", "n", "f", "shared", "array", "x" * 40_000, "ä" * 33_000),
)  # fmt: skip
BYTES = (b"", b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&", b'"', b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\r", b"]]>", b"<!--", b"<![CDATA[", b"\xed\xa0\x80", b"\xf4\x90\x80\x80")  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_LARGEST = 400_000
"""Bytes of a part that is still changed as a tree."""


def mutated_bytes(data: bytes, random: Random) -> bytes:
    """Change some bytes: overwrite, cut, repeat, insert, swap numbers."""
    raw = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        if not raw:
            break
        at = random.randrange(len(raw))
        size = min(random.choice((1, 1, 2, 8, 64, 1024)), len(raw) - at)
        way = random.randrange(6)
        if way == 0:
            raw[at] = random.randrange(256)
        elif way == 1:
            del raw[at : at + size]
        elif way == 2:
            raw[at:at] = raw[at : at + size] * random.choice((1, 2, 50))
        elif way == 3:
            raw[at:at] = random.choice((*BYTES, random.choice(VALUES).encode("utf-8", "replace")))
        elif way == 4:
            found = _NUMBER.search(raw, at)
            if found:
                raw[found.start() : found.end()] = random.choice(VALUES)[:30].encode(
                    "utf-8", "replace"
                )
        else:
            del raw[at + size * 16 :]
    return bytes(raw)


def mutated_zip(data: bytes, random: Random) -> bytes:
    """Change the parts of an Office file, mostly one of them as XML; now and then the archive itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        at = random.randrange(len(parts))
        name, content = parts[at]
        way = random.randrange(12)
        if way == 0:
            del parts[at]
        elif way == 1:
            parts[at] = (name, random.choice(parts)[1])
        elif way == 2:
            parts[at] = (
                random.choice((random.choice(VALUES)[:60] or "x", name.upper(), f"{name}x")),
                content,
            )
        elif way == 3:
            parts.append((name, content))
        elif way == 4:
            parts[at] = (name, mutated_bytes(content, random))
        else:
            parts[at] = (name, mutated_xml(content, random))
        if not parts:
            break
    written = _written(parts, random)
    return mutated_bytes(written, random) if random.random() < 0.05 else written


def _written(parts: list[tuple[str, bytes]], random: Random) -> bytes:
    import warnings

    target = io.BytesIO()
    stored = random.random() < 0.1
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")  # a name twice is meant
        for name, content in parts:
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            if random.random() < 0.001:
                info.external_attr = 0o120777 << 16
            archive.writestr(info, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def mutated_xml(content: bytes, random: Random) -> bytes:
    """Change a document as a tree; as bytes where it is none."""
    if len(content) > _LARGEST:
        return mutated_bytes(content, random)
    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return mutated_bytes(content, random)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        elements = list(root.iter("*"))
        random.choice(_TREE)(random.choice(elements), random)
    encoding = random.choice(("UTF-8",) * 14 + ("UTF-16", "ISO-8859-1"))
    text = etree.tostring(root, xml_declaration=True, encoding=encoding)
    written = text.encode() if isinstance(text, str) else text
    if random.random() < 0.02:
        written = written.replace(encoding.encode(), random.choice((b"cp037", b"utf-7", b"x")), 1)
    return written


def _delete(element: etree._Element, _: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeat(element: etree._Element, random: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        for _ in range(random.choice((1, 1, 2, 30))):
            parent.insert(parent.index(element), deepcopy(element))


def _move(element: etree._Element, random: Random) -> None:
    root = element.getroottree().getroot()
    target = random.choice(list(root.iter("*")))
    if (
        target is not element
        and element not in list(target.iterancestors())
        and element is not root
    ):
        target.insert(random.randrange(len(target) + 1), element)


def _attribute(element: etree._Element, random: Random) -> None:
    if not element.attrib:
        element.set("r", random.choice(VALUES).replace("\x7f", ""))
        return
    name = random.choice(list(element.attrib))
    way = random.randrange(4)
    if way == 0:
        del element.attrib[name]
    else:
        element.set(name, random.choice(VALUES))


def _text(element: etree._Element, random: Random) -> None:
    way = random.randrange(3)
    value = random.choice(VALUES)
    if way == 0:
        element.text = value
    elif way == 1:
        element.tail = value
    else:
        element.text = (element.text or "") + value


def _tag(element: etree._Element, random: Random) -> None:
    space = etree.QName(element).namespace
    local = random.choice(
        (
            "row",
            "c",
            "v",
            "is",
            "t",
            "f",
            "xf",
            "sheet",
            "p",
            "r",
            "tbl",
            "tr",
            "tc",
            "body",
            "si",
            "x",
        )
    )
    element.tag = f"{{{space}}}{local}" if space and random.random() < 0.9 else local


def _deepen(element: etree._Element, random: Random) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    wrapped = element
    for _ in range(random.choice((1, 3, 40, 300))):
        outer = etree.Element(element.tag)
        outer.append(wrapped)
        wrapped = outer
    parent.insert(at, wrapped)


def _empty(element: etree._Element, _: Random) -> None:
    for child in list(element):
        element.remove(child)


_TREE: tuple[Callable[[etree._Element, Random], None], ...] = (
    *(_delete, _repeat, _move, _attribute, _attribute, _attribute),
    *(_text, _text, _text, _tag, _deepen, _empty),
)  # fmt: skip


def mutated_text(data: bytes, random: Random) -> bytes:
    """Change a text by its lines and words: leave out, repeat, swap, insert, in another encoding."""
    text = data.decode("utf-8", "replace")
    for _ in range(random.choice((1, 2, 4))):
        pieces = re.split(r"(\s+|[<>\"=:.-]+)", text)
        at = random.randrange(len(pieces))
        way = random.randrange(6)
        if way == 0:
            del pieces[at : at + random.choice((1, 5, 50))]
        elif way == 1:
            pieces[at:at] = pieces[at : at + 9] * random.choice((1, 3, 60))
        elif way == 2:
            pieces[at] = random.choice(VALUES)
        elif way == 3:
            other = random.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif way == 4:
            pieces[at] += random.choice(
                (
                    "<div>" * 300,
                    "</p>",
                    "<!--",
                    "<script>",
                    "&#x110000;",
                    "&nbsp",
                    "\x00",
                    "\f",
                    "(a) ",
                    "§ 5 ",
                )
            )
        else:
            pieces.insert(
                at,
                random.choice(
                    (
                        "\n\n",
                        "\n# ",
                        "\n- ",
                        "\n1.2.3 ",
                        "Content-Type: text/html\n\n",
                        "\n--b\n",
                        "\n--b--",
                    )
                ),
            )
        text = "".join(pieces)
    encoding = random.choice(("utf-8",) * 8 + ("utf-16", "utf-16-le", "cp1252", "utf-8-sig"))
    raw = text.encode(encoding, "replace")
    return mutated_bytes(raw, random) if random.random() < 0.2 else raw
