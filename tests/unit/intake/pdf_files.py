"""PDFs as programs write them, and as somebody writes them who hides something."""

import zlib

PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def a_pdf(*objects, catalog=b"", trailer=b""):
    """Return a whole file: catalogue, pages, then these objects from number three on."""
    out, places = b"%PDF-1.7\n", []
    head = b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"
    for number, content in enumerate((head, PAGES, *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = len(places) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    end = b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + end % (size, trailer, len(out))


def a_stream(content, keys=b""):
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), keys, content)


def packed(content, keys=b""):
    return a_stream(zlib.compress(content), b"/Filter/FlateDecode" + keys)


def object_stream(*contents, number=50):
    """Return a stream in which these objects stand, compressed, as PDF 1.5 allows."""
    head, body = b"", b""
    for place, content in enumerate(contents):
        head += b"%d %d " % (number + place, len(body))
        body += content + b" "
    keys = b"/Type/ObjStm/N %d/First %d" % (len(contents), len(head))
    return packed(head + body, keys)
