"""Makes clinic.xlsx: run in this folder, with tests on PYTHONPATH."""

from workbook import book, inline, number, sheet

DATE, MONEY, TIME = 1, 2, 3


def formula(text, value=None, kind=""):
    inside = f"<f>{text}</f>" + ("" if value is None else f"<v>{value}</v>")
    return kind, inside


def shared(at):
    return ' t="s"', f"<v>{at}</v>"


clients = sheet([
    ["Waiting list, autumn"],
    [],
    ["Client ID", "Name", "Referral date", "Age", "Concerns",
     "Max fee", "Avoid therapists", "Slots", "Risk"],
    [number(101), "Ana", number(46300, DATE), number("34.0"), shared(0),
     number("89.999999999999986", MONEY), None, "Mon 9-11am",
     (' t="b"', "<v>0</v>")],
    [number(102), "Ben", number("46301.5", DATE), formula("2026-1985", 41),
     shared(1), number("1.2E2", MONEY), (' t="e"', "<v>#N/A</v>"),
     "Tue after 4pm", (' t="b"', "<v>0</v>")],
    [number(103), "Cy", number(46302, DATE), number(29),
     ' panic ', number(75, MONEY), (' t="e"', "<v>#REF!</v>"), "weekdays",
     (' t="b"', "<v>0</v>")],
    [],
    [number(104), "Di", number(46303, DATE), formula("D4+1"), "grief",
     None, None, "evenings", "no"],
], hidden=[5], merges=["A1:I1", "H4:H5"])

therapists = sheet([
    ["Therapist ID", "Name", "Openings", "Specialties", "Fee", "Slots"],
    ["T1", "Lee, Jo", number(2), inline("PTSD; panic"), number(80, MONEY),
     "Mon-Fri 9am-1pm"],
    ["T2", "=Sum", formula("1+0", 1), "grief; panic", number(70, MONEY),
     "Tue-Thu 16:00-20:00"],
])

notes = sheet([["How to use this workbook"], ["Ask Kim."]])

book("clinic.xlsx", [("Read me", notes), ("Clients", clients),
                     ("Therapists", therapists)],
     codes=["d\\.m\\.yyyy", "#,##0.00\\ \"€\"", "h:mm"],
     shared=["<r><t>PT</t></r><r><rPr><b/></rPr><t>SD</t></r>",
             "<t>depression</t><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>"],
     hidden=["Clients"])
