"""Makes the workbooks: run in this folder, with tests on PYTHONPATH."""

import zipfile

from workbook import book, number, sheet

T = ["therapist_id", "openings", "specialties"]
C = ["client_id", "referred_on", "concerns"]
therapists = sheet([T, ["T1", number(1), "ptsd"], ["T2", number(1), "grief"]])
clients = sheet([C, ["C1", "2026-11-03", "ptsd"], ["C2", "2026-11-04", "grief"]])
last_year = sheet([C, ["C9", "2025-11-03", "ptsd"]])

book("clinic.xlsx", [("People, new", clients), ("Staff", therapists)])
book("years.xlsx", [("2026", clients), ("2025", last_year),
                    ("Staff", therapists)])
book("one.xlsx", [("Staff", therapists), ("Empty", sheet([]))])
book("odd.xlsx", [("A", sheet([["x"], ["y"]])), ("B", sheet([["z"], ["y"]]))])
book("entity.xlsx", [("A", sheet([["x"]]))], parts={
    "xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "b">]><sst>&a;</sst>'})
with zipfile.ZipFile("book.ods", "w") as out:
    out.writestr(zipfile.ZipInfo("mimetype"),
                 "application/vnd.oasis.opendocument.spreadsheet")
    out.writestr(zipfile.ZipInfo("content.xml"), "<x/>")
with zipfile.ZipFile("pictures.zip", "w") as out:
    out.writestr(zipfile.ZipInfo("a.txt"), "a")
with open("locked.xlsx", "wb") as out:
    out.write(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(24) +
              "EncryptedPackage".encode("utf-16-le"))
