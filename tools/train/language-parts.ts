/** What values of a language are made of, beside the locale data: own lists. Words of a list are separated by `|`. */
export interface Parts {
  /** Locales of `@faker-js/faker` with its names. */
  readonly locales: string;
  readonly cities: string;
  readonly jobs: string;
  /** Kinds of organisation, before or behind a name: `Stadtwerke ~`, `~ GmbH`. */
  readonly orgs: string;
  readonly groups: string;
  /** Endings that names take in a sentence. */
  readonly endings?: string;
  /** Where the locale data has none. */
  readonly first?: string;
  readonly last?: string;
  readonly streets: string;
}

export const PARTS: Readonly<Record<string, Parts>> = {
  de: {
    locales: 'de|de|de|de_AT|de_CH',
    cities:
      'Berlin|Hamburg|München|Köln|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|Nürnberg|Wien|Graz|Linz|Salzburg|Zürich|Bern|Basel|Mannheim|Karlsruhe|Augsburg|Münster|Bonn|Kiel|Erfurt|Rostock|Kassel',
    jobs: 'Buchhalterin|Teamleiter|Sachbearbeiterin|Projektleiter|Pflegekraft|Entwickler|Geschäftsführer|Vertriebsleiterin|Praktikant|Werkstudentin|Elektriker|Hausmeister|Referentin|Abteilungsleiter|Lagerist|Steuerberaterin',
    orgs: '~ GmbH|~ AG|~ GmbH & Co. KG|~ KG|~ e.V.|Stadtwerke ~|Sparkasse ~|Klinikum ~|Universität ~|Autohaus ~|Bäckerei ~|Kanzlei ~|Hausverwaltung ~|~ Versicherung|~ Bau|Praxis Dr. ~|Volksbank ~|Amtsgericht ~|Spedition ~|~ Logistik',
    groups:
      'deutsch|türkisch|polnisch|syrisch|evangelisch|katholisch|muslimisch|österreichisch|rumänisch|ukrainisch|italienisch',
    endings: 's',
    streets: '~straße|~weg|~gasse|~allee|~platz|~str.|Am ~|Im ~|An der ~|~ring|~ufer',
  },
  fr: {
    locales: 'fr|fr|fr|fr_BE|fr_CH|fr_CA',
    cities:
      'Paris|Lyon|Marseille|Toulouse|Nice|Nantes|Strasbourg|Montpellier|Bordeaux|Lille|Rennes|Reims|Grenoble|Dijon|Angers|Nîmes|Bruxelles|Liège|Genève|Lausanne|Rouen|Metz|Caen|Orléans|Tours|Limoges|Amiens|Brest',
    jobs: 'comptable|chef de projet|infirmière|développeur|directrice commerciale|stagiaire|électricien|assistante de direction|responsable RH|juriste|technicien|gestionnaire de paie|ingénieur|alternant|médecin du travail',
    orgs: '~ SA|~ SARL|~ SAS|Cabinet ~|Garage ~|Boulangerie ~|Clinique ~|Mairie de ~|Université de ~|Banque ~|Assurances ~|Société ~|Transports ~|Groupe ~|Pharmacie ~|Laboratoires ~|Hôpital ~|Éditions ~',
    groups:
      'français|algérienne|marocain|tunisienne|catholique|musulman|belge|portugaise|sénégalais|protestante|suisse|camerounaise',
    streets: 'rue ~|rue de ~|rue du ~|avenue ~|boulevard ~|place ~|impasse ~|chemin de ~|allée ~|quai ~',
  },
  es: {
    locales: 'es|es|es|es_MX',
    cities:
      'Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Murcia|Bilbao|Alicante|Córdoba|Valladolid|Vigo|Gijón|Granada|Oviedo|Pamplona|Salamanca|Burgos|Bogotá|Lima|Santiago|Quito|Monterrey|Guadalajara|Rosario|Cádiz|Toledo',
    jobs: 'contable|jefe de proyecto|enfermera|programador|directora comercial|becario|electricista|recepcionista|responsable de compras|abogada|técnico|administrativa|ingeniero|médica|delegado sindical',
    orgs: '~ S.L.|~ S.A.|Grupo ~|Talleres ~|Panadería ~|Clínica ~|Ayuntamiento de ~|Universidad de ~|Banco ~|Seguros ~|Transportes ~|Farmacia ~|Hospital ~|Bodegas ~|Construcciones ~|Asesoría ~',
    groups: 'español|mexicana|colombiano|venezolana|católico|marroquí|peruano|gitana|argentino|rumana|ecuatoriano',
    streets: 'calle ~|calle de ~|avenida ~|plaza ~|paseo de ~|c/ ~|camino de ~|travesía ~|ronda ~',
  },
  it: {
    locales: 'it',
    cities:
      'Roma|Milano|Napoli|Torino|Palermo|Genova|Bologna|Firenze|Bari|Catania|Venezia|Verona|Messina|Padova|Trieste|Brescia|Parma|Modena|Perugia|Cagliari|Lecce|Bergamo|Pisa|Udine|Lugano|Trento|Ancona',
    jobs: 'contabile|capo progetto|infermiera|programmatore|direttrice commerciale|stagista|elettricista|impiegata|responsabile acquisti|avvocata|tecnico|magazziniere|ingegnere|ragioniera|commercialista',
    orgs: '~ S.r.l.|~ S.p.A.|~ Srl|Gruppo ~|Officina ~|Panificio ~|Clinica ~|Comune di ~|Università di ~|Banca ~|Assicurazioni ~|Trasporti ~|Farmacia ~|Ospedale ~|Studio ~|Cantine ~|Edil~|Fratelli ~',
    groups: 'italiano|rumena|albanese|cattolico|marocchina|musulmano|senegalese|peruviana|ucraino|tedesca|moldava',
    streets: 'via ~|via ~|viale ~|piazza ~|corso ~|largo ~|vicolo ~|strada ~|Via del ~',
  },
  pt: {
    locales: 'pt_BR|pt_PT|pt_PT',
    cities:
      'Lisboa|Porto|Braga|Coimbra|Faro|Aveiro|Setúbal|Évora|São Paulo|Rio de Janeiro|Brasília|Salvador|Fortaleza|Curitiba|Recife|Manaus|Belém|Goiânia|Campinas|Natal|Maceió|Florianópolis|Vitória|Leiria|Viseu|Guimarães|Santos',
    jobs: 'contabilista|gerente de projeto|enfermeira|programador|diretora comercial|estagiário|eletricista|rececionista|analista de RH|advogada|técnico|auxiliar administrativo|engenheiro|médica|contador',
    orgs: '~ Lda.|~ Ltda|~ S.A.|Grupo ~|Oficina ~|Padaria ~|Clínica ~|Câmara Municipal de ~|Universidade de ~|Banco ~|Seguros ~|Transportes ~|Farmácia ~|Hospital ~|Construtora ~|Prefeitura de ~|Escritório ~',
    groups: 'brasileiro|portuguesa|angolano|evangélica|católico|cabo-verdiana|moçambicano|ucraniana|judeu|venezuelana',
    first:
      'João|Maria|Ana|Pedro|Tiago|Mariana|Rui|Inês|Luís|Carla|Paulo|Beatriz|Rafael|Camila|Gustavo|Larissa|Thiago|Juliana|Fernanda|Rodrigo|Vasco|Catarina|Duarte|Leonor|Afonso|Bruno|Sónia|Márcio|Patrícia|Renata',
    last: 'Silva|Santos|Ferreira|Pereira|Oliveira|Costa|Rodrigues|Martins|Jesus|Sousa|Fernandes|Gonçalves|Gomes|Lopes|Marques|Alves|Almeida|Ribeiro|Pinto|Carvalho|Teixeira|Moreira|Correia|Mendes|Nunes|Soares|Vieira|Monteiro|Cardoso|Rocha|Neves|Coelho|Cruz|Cunha|Pires|Ramos|Reis|Simões|Antunes|Matos|Barbosa|Araújo|Melo|Azevedo|Cavalcanti|Nascimento|Moraes|Figueiredo|Queirós|Tavares',
    streets: 'Rua ~|Rua de ~|Rua da ~|Avenida ~|Av. ~|Travessa ~|Praça ~|Largo ~|Alameda ~|Estrada de ~',
  },
  nl: {
    locales: 'nl|nl|nl_BE',
    cities:
      'Amsterdam|Rotterdam|Den Haag|Utrecht|Eindhoven|Groningen|Tilburg|Almere|Breda|Nijmegen|Arnhem|Haarlem|Enschede|Amersfoort|Zwolle|Leiden|Maastricht|Dordrecht|Delft|Antwerpen|Gent|Brugge|Leuven|Mechelen|Alkmaar|Venlo|Zaandam',
    jobs: 'boekhouder|projectleider|verpleegkundige|ontwikkelaar|verkoopleider|stagiair|elektricien|receptioniste|inkoper|advocaat|monteur|administratief medewerker|ingenieur|huisarts|teamleider',
    orgs: '~ B.V.|~ BV|~ N.V.|Bakkerij ~|Garage ~|Gemeente ~|Universiteit ~|Ziekenhuis ~|Stichting ~|Bank ~|Verzekeringen ~|Transport ~|Apotheek ~|Huisartsenpraktijk ~|Bouwbedrijf ~|~ Groep|~ Logistiek',
    groups:
      'Nederlandse|Turkse|Marokkaanse|Surinaamse|katholiek|Poolse|Belgische|moslim|protestants|Syrische|Antilliaanse',
    last: 'de Jong|Jansen|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|Kok|Jacobs|van der Linden|Vermeulen|van den Heuvel|Schouten|van Beek|Willems|Hoekstra|Maas|Verhoeven|Koster|Prins|Blom|Huisman|Peeters|Kuipers|Veenstra|Postma',
    streets: '~straat|~laan|~weg|~plein|~kade|~gracht|~dreef|~singel|~steeg|Grote ~',
  },
  pl: {
    locales: 'pl',
    cities:
      'Warszawa|Kraków|Łódź|Wrocław|Poznań|Gdańsk|Szczecin|Bydgoszcz|Lublin|Katowice|Białystok|Gdynia|Częstochowa|Radom|Sosnowiec|Toruń|Kielce|Rzeszów|Gliwice|Olsztyn|Warszawie|Krakowie|Łodzi|Wrocławiu|Poznaniu|Gdańsku|Krakowa|Warszawy|Poznania|Lublina|Opole|Sopot',
    jobs: 'księgowa|kierownik projektu|pielęgniarka|programista|dyrektor handlowy|stażystka|elektryk|recepcjonistka|specjalista ds. zakupów|radca prawny|technik|magazynier|inżynier|lekarz|asystentka zarządu',
    orgs: '~ sp. z o.o.|~ S.A.|Grupa ~|Piekarnia ~|Kancelaria ~|Klinika ~|Urząd Miasta ~|Uniwersytet ~|Bank ~|Ubezpieczenia ~|Transport ~|Apteka ~|Szpital ~|Fundacja ~|Zakłady ~|Hurtownia ~|Biuro ~|PHU ~',
    groups: 'polskie|ukrainka|białoruski|katolik|niemiecki|wietnamka|żydowskie|czeskie|prawosławny|gruzin',
    endings: 'a|em|owi|ą|ę|ej|iem|y|i|u|ego|emu',
    streets: 'ul. ~|ul. ~|ulica ~|al. ~|plac ~|pl. ~|os. ~|aleja ~',
  },
  cs: {
    locales: 'cs_CZ|cs_CZ|sk',
    cities:
      'Praha|Brno|Ostrava|Plzeň|Liberec|Olomouc|Hradec Králové|Pardubice|Zlín|Kladno|Opava|Praze|Brně|Plzni|Prahy|Brna|Bratislava|Košice|Jihlava|Tábor',
    jobs: 'účetní|projektový manažer|zdravotní sestra|programátor|obchodní ředitel|stážista|elektrikář|asistentka|právník|skladník|lékařka|vedoucí týmu',
    orgs: '~ s.r.o.|~ a.s.|Nemocnice ~|Město ~|Univerzita ~|Banka ~|Pekařství ~|Lékárna ~|Autoservis ~|Nadace ~|Skupina ~',
    groups: 'český|slovenka|ukrajinec|vietnamka|katolík|romský|polka',
    endings: 'a|em|ovi|ou|ové|u|e|y',
    streets: '~ova|~ská|ulice ~|náměstí ~|nám. ~|třída ~|~ovo náměstí',
  },
  hu: {
    locales: 'hu',
    cities:
      'Budapest|Debrecen|Szeged|Miskolc|Pécs|Győr|Nyíregyháza|Kecskemét|Székesfehérvár|Szombathely|Szolnok|Tatabánya|Kaposvár|Sopron|Eger|Veszprém',
    jobs: 'könyvelő|projektvezető|ápolónő|programozó|értékesítési vezető|gyakornok|villanyszerelő|titkárnő|ügyvéd|raktáros|orvos|csoportvezető',
    orgs: '~ Kft.|~ Zrt.|~ Bt.|~ Nyrt.|~ Kórház|~ Egyetem|~ Bank|~ Pékség|~ Autószerviz|~ Alapítvány|~ Biztosító',
    groups: 'magyar|román|szlovák|ukrán|katolikus|református|roma|zsidó',
    endings: 'nak|nek|val|vel|t|hoz|ról|tól|ék|nál',
    streets: '~ utca|~ út|~ tér|~ u.|~ körút|~ sétány|~ köz',
  },
  ro: {
    locales: 'ro|ro|ro_MD',
    cities:
      'București|Cluj-Napoca|Timișoara|Iași|Constanța|Craiova|Brașov|Galați|Ploiești|Oradea|Brăila|Arad|Pitești|Sibiu|Bacău|Chișinău',
    jobs: 'contabilă|manager de proiect|asistentă medicală|programator|director comercial|stagiar|electrician|secretară|avocat|medic|inginer',
    orgs: 'SC ~ SRL|~ SA|Spitalul ~|Universitatea ~|Banca ~|Farmacia ~|Primăria ~|Grupul ~|Asigurări ~|Fundația ~',
    groups: 'român|maghiară|ortodox|moldoveancă|romă|ucrainean|catolică',
    endings: 'ei|ului|a',
    streets: 'str. ~|strada ~|bd. ~|bulevardul ~|aleea ~|calea ~|piața ~',
  },
  sv: {
    locales: 'sv',
    cities:
      'Stockholm|Göteborg|Malmö|Uppsala|Västerås|Örebro|Linköping|Helsingborg|Jönköping|Norrköping|Lund|Umeå|Gävle|Borås|Södertälje|Eskilstuna',
    jobs: 'ekonom|projektledare|sjuksköterska|utvecklare|säljchef|praktikant|elektriker|receptionist|jurist|lagerarbetare|läkare|lönehandläggare',
    orgs: '~ AB|~ Sjukhus|~ Kommun|~ Universitet|~ Bank|~ Bageri|~ Bil AB|Apoteket ~|Stiftelsen ~|~ Försäkring|~s Bygg',
    groups: 'svensk|finska|syrisk|muslim|samisk|norsk|katolik|somalisk',
    endings: 's',
    streets: '~gatan|~vägen|~torget|~gränd|Stora ~gatan|~stigen|~backen',
  },
  da: {
    locales: 'da',
    cities:
      'København|Aarhus|Odense|Aalborg|Esbjerg|Randers|Kolding|Horsens|Vejle|Roskilde|Herning|Silkeborg|Helsingør|Næstved|Viborg',
    jobs: 'bogholder|projektleder|sygeplejerske|udvikler|salgschef|praktikant|elektriker|receptionist|advokat|lagermedarbejder|læge|lønkonsulent',
    orgs: '~ ApS|~ A/S|~ Sygehus|~ Kommune|~ Universitet|~ Bank|~ Bageri|~ Apotek|Fonden ~|~ Forsikring',
    groups: 'dansk|tyrkisk|muslim|grønlandsk|norsk|syrisk|katolik',
    endings: 's',
    streets: '~gade|~vej|~torv|~allé|~stræde|~vænget|~parken',
  },
  no: {
    locales: 'nb_NO',
    cities:
      'Oslo|Bergen|Trondheim|Stavanger|Drammen|Fredrikstad|Kristiansand|Tromsø|Sandnes|Ålesund|Bodø|Hamar|Molde|Larvik|Arendal',
    jobs: 'regnskapsfører|prosjektleder|sykepleier|utvikler|salgssjef|lærling|elektriker|resepsjonist|advokat|lagerarbeider|lege|saksbehandler',
    orgs: '~ AS|~ ASA|~ Sykehus|~ Kommune|~ Universitet|~ Bank|~ Bakeri|~ Apotek|Stiftelsen ~|~ Forsikring',
    groups: 'norsk|svensk|pakistansk|muslim|samisk|polsk|katolikk',
    endings: 's',
    streets: '~gata|~veien|~vei|~gate|~plass|~bakken|~svingen',
  },
  fi: {
    locales: 'fi',
    cities:
      'Helsinki|Espoo|Tampere|Vantaa|Oulu|Turku|Jyväskylä|Lahti|Kuopio|Pori|Joensuu|Vaasa|Rovaniemi|Helsingissä|Tampereella|Turussa|Oulussa|Helsinkiin|Espoossa',
    jobs: 'kirjanpitäjä|projektipäällikkö|sairaanhoitaja|ohjelmoija|myyntijohtaja|harjoittelija|sähköasentaja|vastaanottovirkailija|juristi|varastotyöntekijä|lääkäri',
    orgs: '~ Oy|~ Oyj|~n sairaala|~n kaupunki|~n yliopisto|~ Pankki|~n leipomo|~n apteekki|~ Säätiö|Vakuutus ~',
    groups: 'suomalainen|ruotsalainen|venäläinen|muslimi|saamelainen|virolainen|luterilainen',
    first:
      'Matti|Liisa|Jukka|Anna|Mikko|Sanna|Timo|Päivi|Antti|Riikka|Juha|Minna|Kari|Tiina|Pekka|Heidi|Ville|Kirsi|Janne|Laura|Sami|Elina|Markku|Satu|Heikki|Outi|Eero|Aino|Väinö|Helmi|Oskari|Siiri|Aleksi|Noora|Teemu|Emilia',
    last: 'Korhonen|Virtanen|Mäkinen|Nieminen|Mäkelä|Hämäläinen|Laine|Heikkinen|Koskinen|Järvinen|Lehtonen|Lehtinen|Saarinen|Salminen|Heinonen|Niemi|Heikkilä|Kinnunen|Salonen|Turunen|Salo|Laitinen|Tuominen|Rantanen|Karjalainen|Jokinen|Mattila|Savolainen|Lahtinen|Ahonen|Ojala|Leppänen|Hiltunen|Kallio|Väisänen|Pitkänen|Miettinen|Aaltonen|Hirvonen|Pulkkinen',
    endings: 'n|lle|lta|sta|a|ä|ta|tä|ksi|lla',
    streets: '~katu|~tie|~kuja|~polku|~raitti|~kaari',
  },
  tr: {
    locales: 'tr',
    cities:
      'İstanbul|Ankara|İzmir|Bursa|Antalya|Adana|Konya|Gaziantep|Mersin|Kayseri|Eskişehir|Diyarbakır|Samsun|Denizli|Trabzon|Malatya|Erzurum',
    jobs: 'muhasebeci|proje yöneticisi|hemşire|yazılımcı|satış müdürü|stajyer|elektrikçi|sekreter|avukat|doktor|mühendis',
    orgs: '~ A.Ş.|~ Ltd. Şti.|~ Holding|~ Hastanesi|~ Belediyesi|~ Üniversitesi|~ Bankası|~ Eczanesi|~ Sigorta|~ Vakfı|~ İnşaat',
    groups: 'Türk|Kürt|Alevi|Suriyeli|Müslüman|Ermeni|Yahudi',
    endings: "'a|'e|'ın|'in|'dan|'den|'ı|'i|'yla",
    streets: '~ Sokak|~ Caddesi|~ Sok.|~ Cad.|~ Bulvarı|~ Mah.',
  },
  vi: {
    locales: 'vi',
    cities:
      'Hà Nội|Đà Nẵng|Hải Phòng|Cần Thơ|Huế|Nha Trang|Biên Hòa|Vũng Tàu|Đà Lạt|Quy Nhơn|Thành phố Hồ Chí Minh|Sài Gòn|Hạ Long',
    jobs: 'kế toán|quản lý dự án|y tá|lập trình viên|giám đốc kinh doanh|thực tập sinh|thợ điện|luật sư|bác sĩ|kỹ sư',
    orgs: 'Công ty TNHH ~|Công ty Cổ phần ~|Bệnh viện ~|Ngân hàng ~|Đại học ~|Tập đoàn ~|Nhà thuốc ~|Trường ~',
    groups: 'Việt|Hoa|Khmer|Công giáo|Phật giáo',
    streets: 'đường ~|phố ~|ngõ ~',
  },
  id: {
    locales: 'id_ID',
    cities:
      'Jakarta|Surabaya|Bandung|Medan|Semarang|Makassar|Palembang|Yogyakarta|Denpasar|Malang|Bogor|Depok|Solo|Balikpapan|Padang|Manado',
    jobs: 'akuntan|manajer proyek|perawat|pengembang|direktur penjualan|magang|teknisi|sekretaris|pengacara|dokter|insinyur',
    orgs: 'PT ~|PT ~ Tbk|CV ~|RS ~|Universitas ~|Bank ~|Apotek ~|Yayasan ~|Toko ~',
    groups: 'Jawa|Sunda|Batak|Tionghoa|Muslim|Kristen|Hindu',
    streets: 'Jl. ~|Jalan ~|Gang ~|Gg. ~',
  },
  ru: {
    locales: 'ru',
    cities:
      'Москва|Москве|Москву|Санкт-Петербург|Петербурге|Новосибирск|Екатеринбург|Казань|Казани|Нижний Новгород|Челябинск|Самара|Самаре|Омск|Ростов|Уфа|Красноярск|Воронеж|Пермь|Волгоград|Минск|Сочи|Тула',
    jobs: 'бухгалтер|руководитель проекта|медсестра|программист|директор по продажам|стажёр|электрик|секретарь|юрист|врач|инженер|менеджер',
    orgs: 'ООО «~»|АО «~»|ООО ~|ПАО ~|ИП ~|Банк ~|Больница ~|Университет ~|Аптека ~|Фонд ~|компания ~',
    groups: 'русский|татарка|украинец|еврей|мусульманин|армянка|православный|узбек',
    endings: 'а|у|ым|ой|е|ом|ы|и|ю',
    streets: 'ул. ~|улица ~|пр. ~|проспект ~|пер. ~|переулок ~|бульвар ~|~ая улица',
  },
  uk: {
    locales: 'uk',
    cities:
      'Київ|Києві|Києва|Львів|Львові|Харків|Одеса|Одесі|Дніпро|Запоріжжя|Вінниця|Полтава|Чернігів|Черкаси|Суми|Житомир|Рівне|Луцьк|Тернопіль|Ужгород',
    jobs: 'бухгалтер|керівник проєкту|медсестра|програміст|директор з продажу|стажер|електрик|секретар|юрист|лікар|інженер',
    orgs: 'ТОВ «~»|АТ «~»|ТОВ ~|ПрАТ ~|ФОП ~|Банк ~|Лікарня ~|Університет ~|Аптека ~|Фонд ~',
    groups: 'українець|росіянка|єврей|татарин|православна|поляк|греко-католик',
    endings: 'а|у|ом|ою|ові|і|и|ю',
    streets: 'вул. ~|вулиця ~|просп. ~|пров. ~|бульвар ~|площа ~',
  },
  el: {
    locales: 'el',
    cities:
      'Αθήνα|Θεσσαλονίκη|Πάτρα|Ηράκλειο|Λάρισα|Βόλος|Ιωάννινα|Χανιά|Καβάλα|Ρόδος|Κέρκυρα|Καλαμάτα|Λευκωσία|Λεμεσός|Αθηνών|Πειραιάς|Σέρρες',
    jobs: 'λογιστής|υπεύθυνος έργου|νοσοκόμα|προγραμματιστής|διευθυντής πωλήσεων|ασκούμενη|ηλεκτρολόγος|γραμματέας|δικηγόρος|γιατρός|μηχανικός',
    orgs: '~ Α.Ε.|~ ΑΕ|~ Ε.Π.Ε.|~ ΕΕ|Νοσοκομείο ~|Πανεπιστήμιο ~|Τράπεζα ~|Δήμος ~|Φαρμακείο ~|Όμιλος ~',
    groups: 'Έλληνας|Αλβανίδα|Κύπριος|ορθόδοξος|μουσουλμάνος|Ρομά',
    first:
      'Γιώργος|Μαρία|Νίκος|Ελένη|Κώστας|Κατερίνα|Γιάννης|Βασιλική|Δημήτρης|Σοφία|Παναγιώτης|Αγγελική|Χρήστος|Γεωργία|Θανάσης|Ιωάννα|Μιχάλης|Δήμητρα|Σπύρος|Αναστασία|Αντώνης|Ευαγγελία|Βαγγέλης|Χριστίνα|Μαρίας|Ελένης|Γιώργο|Νίκο|Δημήτρη|Κώστα',
    streets: 'οδός ~|~|Λεωφόρος ~|πλατεία ~|Λ. ~',
  },
  ar: {
    locales: 'ar',
    cities:
      'القاهرة|الرياض|دبي|بغداد|دمشق|بيروت|عمان|الدار البيضاء|تونس|الجزائر|جدة|الإسكندرية|الدوحة|الكويت|المنامة|مسقط|أبو ظبي|الرباط|مراكش|حلب|طرابلس|الخرطوم|صنعاء|مكة|المدينة',
    jobs: 'محاسب|مدير المشروع|ممرضة|مبرمج|مدير المبيعات|متدرب|كهربائي|محامية|طبيب|مهندس',
    orgs: 'شركة ~|بنك ~|مستشفى ~|جامعة ~|مجموعة ~|مؤسسة ~|صيدلية ~|مكتب ~',
    groups: 'مصري|سورية|لبناني|مسيحية|شيعي|سنية|كردي|يمني',
    first:
      'محمد|أحمد|علي|حسن|حسين|خالد|عمر|يوسف|إبراهيم|عبدالله|عبد الرحمن|سعيد|محمود|مصطفى|طارق|سامي|كريم|فاطمة|عائشة|مريم|زينب|خديجة|سارة|نورة|ليلى|هدى|منى|رانيا|سلمى|أمينة|هند|ريم|دينا|ياسمين|نادية|سميرة|وليد|ماجد|فهد|بدر|ناصر|سلطان|جمال|رشيد|زياد|باسم',
    last: 'الزهراني|القحطاني|الغامدي|العتيبي|الشمري|الدوسري|الحربي|المالكي|الأحمد|المصري|الحسن|الخطيب|النجار|الحداد|السيد|منصور|عبد الله|حمدان|الشامي|البغدادي|التميمي|الهاشمي|العلي|الكعبي|بن علي|بنت سعيد|الراشد|الصالح|العمري|البلوشي|السعدي|شاهين|خوري|حداد|فرج|عثمان|الفاسي|بنعلي|الإدريسي|العلوي|التازي|بوزيد|قاسم|سليمان|يونس',
    streets: 'شارع ~|طريق ~|حي ~',
  },
  he: {
    locales: 'he',
    cities:
      'תל אביב|ירושלים|חיפה|באר שבע|ראשון לציון|פתח תקווה|אשדוד|נתניה|חולון|רמת גן|רחובות|הרצליה|כפר סבא|בתל אביב|בירושלים|בחיפה|אילת|נצרת',
    jobs: 'רואה חשבון|מנהל פרויקט|אחות|מתכנת|מנהלת מכירות|מתמחה|חשמלאי|מזכירה|עורכת דין|רופא|מהנדס',
    orgs: '~ בע"מ|בנק ~|בית חולים ~|אוניברסיטת ~|קבוצת ~|מאפיית ~|עמותת ~|חברת ~',
    groups: 'יהודי|ערבייה|דרוזי|מוסלמית|נוצרי|רוסי|אתיופית',
    streets: "רחוב ~|רח' ~|שדרות ~|דרך ~",
  },
  hi: {
    locales: 'en_IN',
    cities:
      'दिल्ली|मुंबई|कोलकाता|चेन्नई|बेंगलुरु|हैदराबाद|पुणे|अहमदाबाद|जयपुर|लखनऊ|कानपुर|नागपुर|इंदौर|भोपाल|पटना|वाराणसी|आगरा|सूरत|चंडीगढ़|रांची|देहरादून|गुवाहाटी',
    jobs: 'लेखाकार|परियोजना प्रबंधक|नर्स|प्रोग्रामर|बिक्री निदेशक|प्रशिक्षु|इलेक्ट्रीशियन|सचिव|वकील|डॉक्टर|इंजीनियर',
    orgs: '~ प्राइवेट लिमिटेड|~ लिमिटेड|~ बैंक|~ अस्पताल|~ विश्वविद्यालय|~ उद्योग|~ ट्रस्ट|~ मेडिकल स्टोर',
    groups: 'भारतीय|मुस्लिम|सिख|ईसाई|दलित|नेपाली|बौद्ध|जैन',
    first:
      'राकेश|सुनीता|अमित|प्रिया|राजेश|अनीता|सुरेश|पूजा|विकास|नेहा|संजय|कविता|मनोज|रेखा|अजय|मीना|विजय|सीमा|रमेश|गीता|दीपक|शालिनी|अनिल|रश्मि|राहुल|अंजलि|रोहित|स्वाति|मोहन|लक्ष्मी|अरुण|सरिता|नितिन|कोमल|प्रकाश|शोभा|महेश|उषा|गौरव|निशा|आदित्य|दिव्या|हरीश|ममता|पंकज|ज्योति|आरव|इमरान|फातिमा|सलमान|आयशा|गुरप्रीत|हरप्रीत|जसविंदर|मोहम्मद|ज़ैनब|अर्जुन|काव्या|ईशान|तन्वी|कुणाल|भावना|नवीन|किरण|यश|वर्षा|सचिन|पल्लवी|विनोद|संगीता|अशोक|शांति|गोपाल|मधु|नरेश|बबीता|योगेश|रूपा',
    last: 'शर्मा|वर्मा|गुप्ता|सिंह|कुमार|यादव|पटेल|मिश्रा|जोशी|अग्रवाल|चौधरी|तिवारी|पांडे|श्रीवास्तव|खान|अंसारी|मेहता|शाह|देसाई|नायर|रेड्डी|राव|अय्यर|चटर्जी|मुखर्जी|बनर्जी|दास|घोष|सेन|कपूर|खन्ना|मल्होत्रा|भाटिया|अरोड़ा|गिल|संधू|ढिल्लों|ठाकुर|राठौर|चौहान|सक्सेना|त्रिपाठी|दुबे|शुक्ला|बाजपेयी|कुलकर्णी|पाटिल|जाधव|शिंदे|नेगी|रावत|भट्ट|सैयद|कुरैशी|मंडल|महतो|प्रसाद|सोनी|जैन|गोयल|बंसल|मित्तल|परमार|सोलंकी',
    streets: '~ मार्ग|~ रोड|~ नगर|~ गली|सेक्टर',
  },
};
