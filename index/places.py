"""Countries and the words for their people and things, so that "British" finds "U.K.".

The countries are those of the United Nations and a few more that people ask about. Each line gives
the form that is matched, then the other words for it; names of two words are joined in
`index.words`. Adjectives that are also English words ("polish", "turkey" the bird) are kept: a
question about the summit means the country.
"""

from __future__ import annotations

_TABLE = """
afghanistan afghan afghans
albania albanian albanians
algeria algerian algerians
andorra andorran
angola angolan
argentina argentine argentinian argentinians
armenia armenian armenians
australia australian australians aussie aussies
austria austrian austrians
azerbaijan azerbaijani
bahamas bahamian
bahrain bahraini
bangladesh bangladeshi
barbados barbadian
belarus belarusian
belgium belgian belgians
belize
benin beninese
bhutan bhutanese
bolivia bolivian
bosnia bosnian
botswana
brazil brazilian brazilians brasil
brunei bruneian
bulgaria bulgarian bulgarians
burundi burundian
cambodia cambodian
cameroon cameroonian
canada canadian canadians
chad chadian
chile chilean chileans
china chinese prc beijing
colombia colombian colombians
comoros
congo congolese drc
croatia croatian croats
cuba cuban cubans
cyprus cypriot
czechia czech czechs
denmark danish danes dane
djibouti
dominica dominican
ecuador ecuadorian
egypt egyptian egyptians
eritrea eritrean
estonia estonian estonians
eswatini
ethiopia ethiopian
eu
europe european europeans
fiji fijian
finland finnish finns finn
france french frenchman frenchmen
gabon gabonese
gambia gambian
georgia georgian
germany german germans
ghana ghanaian
greece greek greeks
grenada grenadian
guatemala guatemalan
guinea guinean
guyana guyanese
haiti haitian
honduras honduran
hungary hungarian hungarians
iceland icelandic icelanders
india indian indians delhi
indonesia indonesian indonesians
iran iranian iranians tehran
iraq iraqi iraqis
ireland irish
israel israeli israelis
italy italian italians
jamaica jamaican
japan japanese tokyo
jordan jordanian
kazakhstan kazakh
kenya kenyan kenyans
kiribati
kosovo kosovar
kuwait kuwaiti
kyrgyzstan kyrgyz
laos laotian
latvia latvian
lebanon lebanese
lesotho
liberia liberian
libya libyan
liechtenstein
lithuania lithuanian
luxembourg luxembourgish
madagascar malagasy
malawi malawian
malaysia malaysian
maldives maldivian
mali malian
malta maltese
mauritania mauritanian
mauritius mauritian
mexico mexican mexicans
micronesia
moldova moldovan
monaco monegasque
mongolia mongolian
montenegro montenegrin
morocco moroccan moroccans
mozambique mozambican
myanmar burmese burma
namibia namibian
nauru
nepal nepali nepalese
netherlands dutch holland
nicaragua nicaraguan
niger nigerien
nigeria nigerian nigerians
norway norwegian norwegians
oman omani
pakistan pakistani pakistanis
palau
palestine palestinian palestinians
panama panamanian
paraguay paraguayan
peru peruvian
philippines filipino philippine filipinos
poland polish poles
portugal portuguese
qatar qatari
romania romanian romanians
russia russian russians moscow kremlin
rwanda rwandan
samoa samoan
senegal senegalese
serbia serbian serbs
seychelles
singapore singaporean
slovakia slovak slovaks
slovenia slovenian slovenes
somalia somali
spain spanish spaniards
sudan sudanese
suriname
sweden swedish swedes swede
switzerland swiss
syria syrian syrians
taiwan taiwanese
tajikistan tajik
tanzania tanzanian
thailand thai thais
togo togolese
tonga tongan
tunisia tunisian
turkey turkish turks turkiye
turkmenistan
tuvalu
uae emirati emirates
uganda ugandan
uk britain british brit brits england english
ukraine ukrainian ukrainians kyiv
uruguay uruguayan
usa america american americans
uzbekistan uzbek
vanuatu
vatican
venezuela venezuelan
vietnam vietnamese
yemen yemeni
zambia zambian
zimbabwe zimbabwean
"""

#: Any word for a country, folded, to the country's one form.
NATIONS: dict[str, str] = {
    word: line.split()[0] for line in _TABLE.strip().splitlines() for word in line.split()
}
# Of two words: their own form is the name itself.
NATIONS |= {
    name: name
    for name in ("south korea", "north korea", "south africa", "saudi arabia", "new zealand")
}
NATIONS |= {
    "korean": "south korea",
    "koreans": "south korea",
    "korea": "south korea",
    "saudi": "saudi arabia",
    "zealander": "new zealand",
}
# A seat of government stands for who governs there. Seats that have lent their names to summits of
# the series (Paris, Seoul) stay places.
_SEATS = """
usa washington
uk london whitehall
china beijing
russia moscow kremlin
germany berlin
japan tokyo
canada ottawa
australia canberra
india delhi
italy rome
spain madrid
eu brussels
ukraine kyiv kiev
turkey ankara
poland warsaw
ireland dublin
france elysee
netherlands hague
norway oslo
sweden stockholm
finland helsinki
denmark copenhagen
austria vienna
portugal lisbon
greece athens
hungary budapest
israel jerusalem
iran tehran
egypt cairo
kenya nairobi
brazil brasilia
"""
NATIONS |= {
    seat: nation
    for nation, *seats in (line.split() for line in _SEATS.strip().splitlines())
    for seat in seats
}

#: The forms alone.
NATION_FORMS = frozenset(NATIONS.values())
