import type { Language } from '../../api/languages.ts';

/** What `sluice me status` says, in each language: one without one of the words does not compile. */

const en = {
  labels: {
    program: 'program',
    youAre: 'you are',
    recorded: 'recorded',
    consent: 'consent',
    leftOut: 'left out',
    trimmed: 'trimmed',
    reading: 'reading',
    used: 'used in',
    erased: 'erased',
    finalBy: 'final by',
    noTraceBy: 'no trace by',
    next: 'next',
    devices: 'Your devices',
  },
  recorded: {
    notCovered: 'no: the disclosure does not cover you',
    notEnrolled: 'no: you are not enrolled',
    withdrawn: (at: string) => `no: you withdrew at ${at}`,
    notAgreed: 'no: you have not agreed',
    paused: (since: string, until: string | undefined) =>
      `no: you paused it at ${since}${until === undefined ? '' : `, until ${until}`}. To go on: sluice me resume`,
    outdated: (agreed: string, now: string) => `no: you agreed to version ${agreed}, and ${now} is in force`,
    problem: (problem: string) => `no: ${problem}`,
    closed: (since: string) => `no: the program is paused for everybody since ${since}`,
    programEnded: 'no: the program has ended, for everybody and for good',
    notRunning: 'not now: no agent of yours has a lease',
    yes: (devices: number) => `yes, on ${devices === 1 ? 'one device' : `${devices} devices`}`,
  },
  consent: {
    never: 'never given',
    version: (agreed: string, now: string) =>
      `version ${agreed}${agreed === now ? ', which is in force' : `; in force is ${now}`}`,
    live: (since: string, version: string) => `since ${since}, to ${version}`,
    withdrawn: (at: string, version: string) => `withdrawn at ${at}; it was to ${version}`,
    enrolled: (since: string) => `not given; enrolled since ${since}`,
    erased: 'ended with the erasure',
  },
  used: (exports: number, runs: number) =>
    exports + runs === 0
      ? 'no data set and no training run'
      : `${exports} ${exports === 1 ? 'data set' : 'data sets'}, ${runs} ${runs === 1 ? 'training run' : 'training runs'}: sluice training concerned me`,
  reading: {
    open: 'possible for those with a grant: who did is told by "sluice me readers"',
    closed: (since: string) => `stopped for everybody since ${since}, for you too`,
    programEnded: 'none any more: the program has ended',
  },
  device: {
    frames: (count: number) => (count === 0 ? 'nothing sent yet' : `${count} frames arrived`),
    refused: (reasons: string) => `refused: ${reasons}`,
    removed: (at: string) => `removed at ${at}`,
    never: (enrolled: string) => `has never recorded; enrolled at ${enrolled}`,
    ended: (at: string, frames: string) => `does not record; its last lease ended at ${at}; ${frames}`,
    records: (until: string, frames: string) => `records; its lease runs until ${until}; ${frames}`,
    unheard: (until: string, frames: string) =>
      `has a lease until ${until}, and nothing that it sends is stored; ${frames}`,
  },
  next: {
    enrol: 'collects nothing yet',
    consent: 'shows the text',
    diff: 'what has changed; without your consent nothing is collected',
    records: 'what is stored of you',
    run: 'records on this device',
  },
};
export type StatusWords = typeof en;

const de: StatusWords = {
  labels: {
    program: 'Programm',
    youAre: 'Sie sind',
    recorded: 'Aufzeichnung',
    consent: 'Ihr Ja',
    leftOut: 'ausgenommen',
    trimmed: 'entfernt',
    reading: 'Lesen',
    used: 'benutzt in',
    erased: 'gelöscht',
    finalBy: 'endgültig bis',
    noTraceBy: 'ohne Spur bis',
    next: 'weiter',
    devices: 'Ihre Geräte',
  },
  recorded: {
    notCovered: 'nein: Sie werden nicht gefragt',
    notEnrolled: 'nein: Sie sind nicht angemeldet',
    withdrawn: (at) => `nein: Sie haben widerrufen, ${at}`,
    notAgreed: 'nein: Sie haben nicht zugestimmt',
    paused: (since, until) =>
      `nein: Sie haben angehalten, ${since}${until === undefined ? '' : `, bis ${until}`}. Weiter: sluice me resume`,
    outdated: (agreed, now) => `nein: Sie haben Fassung ${agreed} zugestimmt, und ${now} gilt`,
    problem: (problem) => `nein: ${problem}`,
    closed: (since) => `nein: das Programm steht für alle still, seit ${since}`,
    programEnded: 'nein: das Programm ist zu Ende, für alle und für immer',
    notRunning: 'jetzt nicht: kein Gerät von Ihnen hat eine Erlaubnis',
    yes: (devices) => `ja, auf ${devices === 1 ? 'einem Gerät' : `${devices} Geräten`}`,
  },
  consent: {
    never: 'nie gegeben',
    version: (agreed, now) => `Fassung ${agreed}${agreed === now ? ', die gilt' : `; es gilt ${now}`}`,
    live: (since, version) => `seit ${since}, zu ${version}`,
    withdrawn: (at, version) => `widerrufen, ${at}; es galt ${version}`,
    enrolled: (since) => `nicht gegeben; angemeldet seit ${since}`,
    erased: 'mit dem Löschen beendet',
  },
  used: (exports, runs) =>
    exports + runs === 0
      ? 'keinem Datensatz und keinem Training'
      : `${exports} ${exports === 1 ? 'Datensatz' : 'Datensätzen'}, ${runs} ${runs === 1 ? 'Training' : 'Trainings'}: sluice training concerned me`,
  reading: {
    open: 'möglich mit Erlaubnis: wer es tat, sagt "sluice me readers"',
    closed: (since) => `für alle angehalten seit ${since}, auch für Sie`,
    programEnded: 'keines mehr: das Programm ist zu Ende',
  },
  device: {
    frames: (count) => (count === 0 ? 'noch nichts gesendet' : `${count} Pakete angekommen`),
    refused: (reasons) => `abgelehnt: ${reasons}`,
    removed: (at) => `entfernt, ${at}`,
    never: (enrolled) => `hat nie aufgezeichnet; angemeldet ${enrolled}`,
    ended: (at, frames) => `zeichnet nicht auf; die letzte Erlaubnis endete ${at}; ${frames}`,
    records: (until, frames) => `zeichnet auf; die Erlaubnis gilt bis ${until}; ${frames}`,
    unheard: (until, frames) => `hat eine Erlaubnis bis ${until}, und nichts davon wird gespeichert; ${frames}`,
  },
  next: {
    enrol: 'sammelt noch nichts',
    consent: 'zeigt den Text',
    diff: 'was sich geändert hat; ohne Ihr Ja wird nichts gesammelt',
    records: 'was von Ihnen da ist',
    run: 'zeichnet auf diesem Gerät auf',
  },
};

const fr: StatusWords = {
  labels: {
    program: 'programme',
    youAre: 'vous êtes',
    recorded: 'enregistré',
    consent: 'accord',
    leftOut: 'exclu',
    trimmed: 'effacé',
    reading: 'lecture',
    used: 'utilisé dans',
    erased: 'effacé',
    finalBy: 'définitif le',
    noTraceBy: 'sans trace le',
    next: 'ensuite',
    devices: 'Vos appareils',
  },
  recorded: {
    notCovered: 'non : on ne vous le demande pas',
    notEnrolled: 'non : vous n’êtes pas inscrit',
    withdrawn: (at) => `non : vous avez retiré votre accord, ${at}`,
    notAgreed: 'non : vous n’avez pas accepté',
    paused: (since, until) =>
      `non : vous avez fait une pause, ${since}${until === undefined ? '' : `, jusqu’à ${until}`}. Pour reprendre : sluice me resume`,
    outdated: (agreed, now) => `non : vous avez accepté la version ${agreed}, et ${now} est en vigueur`,
    problem: (problem) => `non : ${problem}`,
    closed: (since) => `non : le programme est arrêté pour tous depuis ${since}`,
    programEnded: 'non : le programme est fini, pour tous et pour toujours',
    notRunning: 'pas maintenant : aucun de vos appareils n’a de permission',
    yes: (devices) => `oui, sur ${devices === 1 ? 'un appareil' : `${devices} appareils`}`,
  },
  consent: {
    never: 'jamais donné',
    version: (agreed, now) => `version ${agreed}${agreed === now ? ', en vigueur' : ` ; en vigueur : ${now}`}`,
    live: (since, version) => `depuis ${since}, ${version}`,
    withdrawn: (at, version) => `retiré, ${at} ; c’était la ${version}`,
    enrolled: (since) => `pas donné ; inscrit depuis ${since}`,
    erased: 'fini avec l’effacement',
  },
  used: (exports, runs) =>
    exports + runs === 0
      ? 'aucun jeu de données, aucun entraînement'
      : `${exports} ${exports === 1 ? 'jeu de données' : 'jeux de données'}, ${runs} ${runs === 1 ? 'entraînement' : 'entraînements'} : sluice training concerned me`,
  reading: {
    open: 'possible avec permission : "sluice me readers" dit qui a lu',
    closed: (since) => `arrêtée pour tous depuis ${since}, pour vous aussi`,
    programEnded: 'plus aucune : le programme est fini',
  },
  device: {
    frames: (count) => (count === 0 ? 'rien envoyé' : `${count} paquets arrivés`),
    refused: (reasons) => `refusés : ${reasons}`,
    removed: (at) => `retiré, ${at}`,
    never: (enrolled) => `n’a jamais enregistré ; inscrit ${enrolled}`,
    ended: (at, frames) => `n’enregistre pas ; sa permission a fini ${at} ; ${frames}`,
    records: (until, frames) => `enregistre ; sa permission dure jusqu’à ${until} ; ${frames}`,
    unheard: (until, frames) => `a une permission jusqu’à ${until}, et rien n’en est gardé ; ${frames}`,
  },
  next: {
    enrol: 'ne collecte rien encore',
    consent: 'montre le texte',
    diff: 'ce qui a changé ; sans votre accord rien n’est collecté',
    records: 'ce qui est gardé de vous',
    run: 'enregistre sur cet appareil',
  },
};

const es: StatusWords = {
  labels: {
    program: 'programa',
    youAre: 'usted es',
    recorded: 'se graba',
    consent: 'acuerdo',
    leftOut: 'excluido',
    trimmed: 'recortado',
    reading: 'lectura',
    used: 'usado en',
    erased: 'borrado',
    finalBy: 'definitivo el',
    noTraceBy: 'sin rastro el',
    next: 'después',
    devices: 'Sus equipos',
  },
  recorded: {
    notCovered: 'no: a usted no se le pregunta',
    notEnrolled: 'no: no está inscrito',
    withdrawn: (at) => `no: retiró su acuerdo, ${at}`,
    notAgreed: 'no: no ha aceptado',
    paused: (since, until) =>
      `no: hizo una pausa, ${since}${until === undefined ? '' : `, hasta ${until}`}. Para seguir: sluice me resume`,
    outdated: (agreed, now) => `no: aceptó la versión ${agreed}, y rige la ${now}`,
    problem: (problem) => `no: ${problem}`,
    closed: (since) => `no: el programa está parado para todos desde ${since}`,
    programEnded: 'no: el programa ha terminado, para todos y para siempre',
    notRunning: 'ahora no: ningún equipo suyo tiene permiso',
    yes: (devices) => `sí, en ${devices === 1 ? 'un equipo' : `${devices} equipos`}`,
  },
  consent: {
    never: 'nunca dado',
    version: (agreed, now) => `versión ${agreed}${agreed === now ? ', que rige' : `; rige la ${now}`}`,
    live: (since, version) => `desde ${since}, a la ${version}`,
    withdrawn: (at, version) => `retirado, ${at}; era a la ${version}`,
    enrolled: (since) => `no dado; inscrito desde ${since}`,
    erased: 'acabó con el borrado',
  },
  used: (exports, runs) =>
    exports + runs === 0
      ? 'ningún conjunto de datos ni entrenamiento'
      : `${exports} ${exports === 1 ? 'conjunto de datos' : 'conjuntos de datos'}, ${runs} ${runs === 1 ? 'entrenamiento' : 'entrenamientos'}: sluice training concerned me`,
  reading: {
    open: 'posible con permiso: "sluice me readers" dice quién leyó',
    closed: (since) => `parada para todos desde ${since}, también para usted`,
    programEnded: 'ya ninguna: el programa ha terminado',
  },
  device: {
    frames: (count) => (count === 0 ? 'nada enviado' : `${count} paquetes llegaron`),
    refused: (reasons) => `rechazados: ${reasons}`,
    removed: (at) => `quitado, ${at}`,
    never: (enrolled) => `nunca ha grabado; inscrito ${enrolled}`,
    ended: (at, frames) => `no graba; su permiso acabó ${at}; ${frames}`,
    records: (until, frames) => `graba; su permiso dura hasta ${until}; ${frames}`,
    unheard: (until, frames) => `tiene permiso hasta ${until}, y nada de ello se guarda; ${frames}`,
  },
  next: {
    enrol: 'todavía no recoge nada',
    consent: 'muestra el texto',
    diff: 'qué ha cambiado; sin su acuerdo no se recoge nada',
    records: 'qué se guarda de usted',
    run: 'graba en este equipo',
  },
};

export const STATUS_WORDS: Readonly<Record<Language, StatusWords>> = { en, de, fr, es };
