import pytest, pathlib
from tests.dossiers.seasons import *
from tests.dossiers.test_papers_decision import passed, issued
from emulation.papers.catalogue import all_kinds
from emulation.organization.issuing import printed, word_of
OUT = pathlib.Path("/tmp/d2b")
pytestmark = pytest.mark.django_db
def test_all(settings):
    settings.PUBLIC_URL="https://thidua.dinhdu.vn"
    season = Season()
    noms = season.usual() + [season.nominate(season.person(f"Nguyễn Thị Thanh {n}")) for n in ("Hà","Lan","Mơ","Nga","Oanh","Phượng")]
    woman = noms[2].person
    noms.append(season.nominate(woman, "LDTT"))
    session = season.meet(noms, votes=(7,1,0))
    season.absent("Bùi Thị Lan", written=True)
    session.items.update(written_agree=1)
    season.recuse(session.items.first(), "Đỗ Văn Giang")
    season.word("minutes", session, number="3")
    made = issued(season, noms)
    for slug, subject in (("decision",made),("certificates",made),("ballot_count",session),("minutes",session)):
        kind = all_kinds()[slug]
        (OUT/f"x_{slug}.pdf").write_bytes(printed(kind.build(subject)))
        if kind.has_word: (OUT/f"x_{slug}.docx").write_bytes(word_of(kind, subject))
