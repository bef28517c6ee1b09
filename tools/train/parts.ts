/** Parts that values are made of: own lists, beside the locale data. Repetition is weight. */
const list = (text: string): string[] => text.split('|');

export const NAME_ENDS = list('Jr.|Sr.|II|III|Jr|MD|PhD|Ph.D.|DDS|DVM|Esq.|CPA|MBA|RN|BSc|M.Sc.');
export const TITLES = list('Mr.|Mrs.|Ms.|Mr|Mrs|Ms|Miss|Dr.|Dr|Prof.|Sir|Mx.|Herr|Frau|Madame|Señor|Sra.');
export const WEEKDAYS = list('Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday');
export const MONTHS = list('January|February|March|April|May|June|July|August|September|October|November|December');
export const SCREEN = list('Apt.|Apt|Suite|Unit|Floor|Room|Flat|Ste.|Box|Apartment|#');
export const DIRECTIONS = list('N|S|E|W|North|South|West|East|NE|Upper|Old|New');
export const STREET_WORDS_AFTER = list(
  'Street|St|St.|Road|Rd|Avenue|Ave|Ave.|Lane|Drive|Dr|Court|Place|Blvd|Way|Square|Terrace|Crescent|' +
    'Close|Parkway|Highway|Hill|Row|Circle|Trail|Gardens',
);
export const STREET_WORDS_BEFORE = list(
  'Rue|Rue de|Rue du|Avenue|Av|Avenue de la|Via|Viale|Piazza|Calle|Plaza|Paseo|Rua|Avenida|Travessa|' +
    'ul.|Ulica|Place|Boulevard|Chemin|Impasse|Strada|Corso|Largo|Quai|Praça|Carrer',
);
export const STREET_ENDINGS = list(
  'straße|strasse|str.|weg|gasse|platz|allee|ring|straat|laan|plein|gatan|vägen|gata|veien|vej|gade|' +
    'gate|stien|vang|katu|tie|kuja|polku|ova|ská|utca| utca| út| u.| tér| ulica|dreef|kade|alléen|toppen|' +
    'bakken|lundin|haven|damm|ufer|berg',
);
export const CITY_ENDINGS = list(
  'ville|burg|berg|stad|ton|ham|ford|dorf|heim|by|sund|vik|holm|lahti|joki|nen|ov|ice|any|hely|fort|' +
    'mouth|wick|field|port|borough|stead|haven|rup|sted|fjord|dal|bach|feld|ano|ella|etta|ac|eux|igny',
);
export const ORG_WORDS = list(
  'Solutions|Systems|Group|Partners|Labs|Health|Media|Capital|Insurance|Bank|Energy|Logistics|Networks|' +
    'Analytics|Software|Technologies|Foods|Motors|Airlines|Consulting|Financial|Trust|Ventures|Insights|' +
    'Global|International|Markets|Credit|Data|Cloud|Mobile|Interactive|Studios|Foundation|Institute|' +
    'Academy|Partners|Services|Holdings|Care|Pharma|Robotics|Digital|Direct|Online|Weather|Housing|Legal|' +
    'Travel|Transit|Social|Security|Payments|Realty',
);
export const ORG_PREFIXES = list('Bio-|Hi-|Tri-|Co-|Inter-|Multi-|Pro-|Agro-|Euro-|Trans-|Neo-|Micro-|E-|Re-');
export const ORG_PLACES = list(
  'America|Europe|Asia|Africa|India|China|Japan|UK|US|North America|Pacific|Nordic|Overseas',
);
export const FUND_WORDS = list(
  'Growth|Income|Value|Bond|Equity|Dividend|Municipal|Real Estate|Small Cap|Large Cap|Mid-Cap|High Yield|Premium|' +
    'Strategic|Balanced|Emerging Markets|World|Global|First|Capital|Index|Short-Term|Infrastructure|Healthcare|Gold|' +
    'Treasury|Credit|Opportunities|Select|Core|Advantage|Quality|Government|Corporate|Inflation|Euro|Asia|Energy',
);
export const FUNDS = list(
  'Fund|Fund|ETF|ETF|Trust|Investment Trust|Index Fund|VCT|REIT|Acquisition Corp.|Portfolio|Holdings PLC|Fund Inc.|' +
    'Trust plc|Partners LP|Bancorp|Bancshares|Properties|Investments',
);
export const SHARES = list(
  'Class A|Class B|Class C|Series 1|Series B|2025|N|S|Units|Warrants|Preferred|(REIT)|(ADR)|Pref. Shares',
);
export const JOB_HEADS = list(
  'engineer|manager|officer|consultant|technician|assistant|scheduler|director|therapist|surveyor|designer|editor|' +
    'adviser|analyst|scientist|administrator|buyer|planner|teacher|nurse|inspector|broker|clerk|supervisor|developer|' +
    'producer|worker|specialist|coordinator|recruiter|operator|driver|agent|researcher|trainer|executive',
);
export const ORG_HEADS = list(
  'University of|Bank of|Museum of|Ministry of|Institute of|Department of|Society of|College of',
);
export const LEGAL = list(
  'Inc|Inc.|LLC|Ltd|Ltd.|GmbH|AG|Corp|Corp.|Co.|PLC|S.A.|AB|A/S|Oy|BV|SpA|Sons|and Sons|Company|' +
    'Corporation|Limited|KG|AS|Kft.|s.r.o.|LLP',
);
export const ORG_SYLLABLES = list(
  'zen|ora|cal|nex|ify|sta|tri|vel|lum|quo|ban|pre|dic|ly|xio|med|fin|tel|cor|neo|plex|soft|ware|gen|' +
    'ix|ia|on|era|ico|hub|spot|base|logic|wave|bit|map|view|mark|trust|spark|able|istics|net|fact|set|' +
    'scope|pay|bright|geo|open|smart|info|trans|data|auto|health|edu|home|green|blue|red|sun|star|true|' +
    'clear|deep|live|job|car|food|rent|legal|point|path|gate|works|nest|loop|link|cast|ster|zon|ard|ent',
);
export const CITY_STARTS = list(
  'San|Santa|Saint|St.|Port|Bad|New|Nova|Los|La|Le|El|Fort|Mount|Lake|East|North|Upper|Novo|Sankt|' +
    'Villa|Monte|Nagy|Kis|Stora|Nørre',
);
export const CITY_ENDS = list(
  'am See|sur Mer|di Sopra|Heights|Springs|City|Beach|Nord|Park|Valley|upon Sea|Bay|Hills|Ext|Falls|' +
    'Junction|del Mar|Centrum|Village',
);
export const ONSETS = list('b|br|d|dr|f|g|gr|h|k|kr|l|m|n|p|pr|r|s|st|sch|t|tr|v|w|z|sz|cs|hv|kj|ch|sk|bl|fl|');
export const NUCLEI = list('a|e|i|o|u|ä|ö|å|ø|é|ai|ei|ou|ee|ie|a|e|o|aa|ij');
export const CODAS = list('|n|r|l|s|m|t|k|nd|rg|ck|ll|nn|st|');

/** Names of countries that are in use beside the standard's, and lands that are none. */
export const COUNTRY_ALSO = list(
  'Czech Republic|Slovak Republic|Russian Federation|Republic of Ireland|Great Britain|Britain|England|Scotland|Wales|' +
    'Northern Ireland|Holland|UK|USA|U.S.|U.K.|America|South Korea|Ivory Coast|Burma|Swaziland|Macedonia|Palestine|' +
    'Dominican Republic|Central African Republic|Republic of the Congo|United Arab Emirates|The Gambia|East Timor',
);

/** Locales with names of their own in Latin, Greek or Cyrillic script. */
export const LOCALE_CODES = list(
  'en|en|en|en|en|en|en|en|en|en|en|en|en_GB|en_AU|en_IN|en_NG|en_ZA|en_CA|en_US|de|de|de_AT|de_CH|fr|' +
    'fr|fr_BE|fr_CH|es|es_MX|it|it|pt_BR|pt_PT|nl|nl_BE|sv|sv|da|da|nb_NO|nb_NO|fi|fi|cs_CZ|cs_CZ|sk|pl|' +
    'pl|hu|hu|hr|sr_RS_latin|ro|lv|tr|az|id_ID|vi|af_ZA|ru|uk|el|mk|ro_MD|eo|uz_UZ_latin|sl_SI',
);
