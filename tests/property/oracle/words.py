"""Words: the normal form of a tag, and the names with several spellings."""

import re
import unicodedata

DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015,
                        0x2212, 0xfe58, 0xfe63, 0xff0d], '-')

BOOLEANS = {'yes': True, 'y': True, 'true': True, '1': True,
            'no': False, 'n': False, 'false': False, '0': False}

FORMATS = {'in_person': ['in_person'], 'video': ['video'],
           'phone': ['phone'], 'telehealth': ['video'], 'virtual': ['video'],
           'online': ['video'], 'hybrid': ['in_person', 'video']}
CLIENT_TYPES = ('individual', 'couple', 'family', 'group')
URGENCIES = ('routine', 'soon', 'urgent', 'crisis')
SEVERITIES = ('mild', 'moderate', 'severe')
CRITERIA = ('expertise', 'modality', 'style', 'preferences', 'access')
AXES = ('directive', 'emotion', 'past', 'support')

GENDERS = {'f': 'female', 'woman': 'female', 'm': 'male', 'man': 'male',
           'nonbinary': 'non_binary', 'nb': 'non_binary'}

PLACES = {}
for _pair in '''alabama al, alaska ak, arizona az, arkansas ar, california ca,
colorado co, connecticut ct, delaware de, florida fl, georgia ga, hawaii hi,
idaho id, illinois il, indiana in, iowa ia, kansas ks, kentucky ky,
louisiana la, maine me, maryland md, massachusetts ma, michigan mi,
minnesota mn, mississippi ms, missouri mo, montana mt, nebraska ne, nevada nv,
new_hampshire nh, new_jersey nj, new_mexico nm, new_york ny,
north_carolina nc, north_dakota nd, ohio oh, oklahoma ok, oregon or,
pennsylvania pa, rhode_island ri, south_carolina sc, south_dakota sd,
tennessee tn, texas tx, utah ut, vermont vt, virginia va, washington wa,
west_virginia wv, wisconsin wi, wyoming wy, district_of_columbia dc,
alberta ab, british_columbia bc, manitoba mb, new_brunswick nb,
newfoundland_and_labrador nl, nova_scotia ns, ontario on,
prince_edward_island pe, quebec qc, saskatchewan sk,
northwest_territories nt, nunavut nu, yukon yt'''.split(','):
    _name, _code = _pair.split()
    PLACES[_name] = _code


def normal(text):
    """Trimmed, case-folded, NFKC, dashes and blanks as one underscore."""
    folded = unicodedata.normalize('NFKD', text.strip()).casefold()
    text = unicodedata.normalize('NFKC', folded).translate(DASHES)
    return re.sub(r'[\s\-_/]+', '_', text)


def normal_header(text):
    """Case, blanks around, a trailing * ? or :, and blank - _ do not matter."""
    text = text.strip().rstrip('*?: ').strip().casefold()
    return re.sub(r'[\s\-_]+', '_', text)
