import type { Catalogue } from './en.ts';
import { formatsOf } from './format.ts';

const { count, list, number, date } = formatsOf('fr', {
  second: ['seconde', 'secondes'],
  hour: ['heure', 'heures'],
  day: ['jour', 'jours'],
  time: ['fois', 'fois'],
  event: ['événement', 'événements'],
  kind: ['sorte d’événements', 'sortes d’événements'],
  program: ['logiciel', 'logiciels'],
  group: ['groupe', 'groupes'],
  purpose: ['but', 'buts'],
  person: ['personne', 'personnes'],
});

export const fr: Catalogue = {
  kinds: {
    pointer: 'Mouvements du pointeur',
    click: 'Clics',
    scroll: 'Défilement',
    key: 'Touches',
    text: 'Changements du texte autres que les touches (coller, annuler, remplacer)',
    prompt: 'Ce que vous demandez aux assistants IA, et ce qu’ils répondent',
    transcript: 'Textes des réunions et des appels',
    message: 'Messages de chat et courriels',
    window: 'Fenêtres',
  },
  fields: {
    time: 'heure',
    app: 'logiciel',
    window: 'un numéro pour la fenêtre',
    pointerType: 'souris, stylet ou doigt',
    path: 'positions au fil du temps',
    altKey: 'Alt tenue',
    ctrlKey: 'Ctrl tenue',
    metaKey: 'Meta tenue',
    shiftKey: 'Maj tenue',
    x: 'position de gauche à droite',
    y: 'position de haut en bas',
    button: 'quel bouton',
    detail: 'combien de clics de suite',
    deltaX: 'distance de côté',
    deltaY: 'distance vers le haut ou le bas',
    deltaMode: 'unité de la distance',
    type: 'ce qui s’est passé',
    field: 'un numéro pour le champ',
    fieldType: 'sorte de champ',
    code: 'touche du clavier',
    key: 'quelle touche',
    class: 'classe de la touche (lettre, chiffre, Entrée ...)',
    repeat: 'touche tenue',
    isComposing: 'partie d’un signe composé',
    inputType: 'sorte de changement',
    data: 'le texte mis',
    text: 'le texte',
    author: 's’il est de vous',
    conversation: 'un numéro pour la conversation',
    model: 'quel assistant',
    speaker: 'nom de qui parle',
    channel: 'chat ou courriel',
    subject: 'objet',
    participants: 'noms de l’autre côté',
    title: 'titre de la fenêtre',
  },
  rights: {
    'give-grants': 'donner à d’autres, jamais à soi, la permission de lire pour un but',
    'list-records': 'voir combien il y a de données par jour, s’il y en a de plusieurs ; jamais de qui',
    'keep-directory': 'remplacer la liste des noms que l’on cherche dans les textes',
    'read-reports': 'lire ce que disent les alertes, qui peut être ce qui fut enregistré',
    resume: 'demander la reprise que deux autres ont acceptée',
    pause: 'arrêter le programme, autant de fois qu’il le faut',
    'see-grants': 'voir toutes les permissions, pas seulement les siennes',
    'see-books': 'voir si les comptes sont justes',
    'read-ledger': 'lire le registre : qui a lu, permis ou décidé quoi, et pourquoi',
    'see-incidents': 'voir tous les incidents avec leurs preuves, pas seulement les siens',
  },
  types: {
    PERSON: 'noms de personnes',
    ORGANIZATION: 'noms d’entreprises',
    LOCATION: 'lieux',
    ADDRESS: 'adresses',
    EMAIL: 'adresses de courriel',
    PHONE: 'numéros de téléphone',
    CREDIT_CARD: 'numéros de carte bancaire',
    IBAN: 'IBAN',
    BANK_ACCOUNT: 'comptes en banque',
    NATIONAL_ID: 'numéros de carte d’identité',
    PASSPORT: 'numéros de passeport',
    DRIVER_LICENSE: 'numéros de permis',
    DATE: 'dates',
    AGE: 'âges',
    IP_ADDRESS: 'adresses IP',
    MAC_ADDRESS: 'adresses réseau d’appareils',
    URL: 'adresses web',
    COORDINATES: 'coordonnées',
    VEHICLE_ID: 'numéros de véhicule',
    DEVICE_ID: 'numéros d’appareil',
    MEDICAL: 'santé',
    FINANCIAL: 'argent',
    PERFORMANCE: 'notes et bilans',
    SECRET: 'clés et secrets',
    PASSWORD: 'mots de passe',
    DIRECTORY: 'noms de la liste de l’entreprise',
    CANARY: 'valeurs de test',
    OTHER: 'ce qui n’a pu être jugé',
  },
  keys: {
    content: 'avec ce qui est tapé',
    class: 'avec la classe et l’heure des touches (qu’une lettre fut tapée, pas laquelle)',
    none: 'sans touches ni textes',
  },
  actions: {
    mask: 'remplacés par une marque',
    tokenise: 'remplacés par un mot de code, le même à chaque fois',
    generalise: 'rendus plus vagues (une année au lieu d’un jour)',
    drop: 'ôtés, avec tout l’événement',
    keep: 'GARDÉS TELS QUELS',
  },
  roles: {
    investigators: 'ceux qui étudient les incidents et contrôlent des exemples',
    representatives: 'ceux qui parlent pour le personnel ; ils voient les chiffres et qui a lu, jamais le contenu',
    stewards: 'ceux qui décident qui peut lire, jamais pour eux-mêmes',
    platform: 'l’équipe qui fait marcher ce programme',
  },
  languages: { en: 'en anglais', de: 'en allemand', fr: 'en français', es: 'en espagnol' },
  sections: {
    short: 'En bref',
    who: 'Qui est responsable',
    recorded: 'Ce qui est enregistré',
    programs: 'Dans quels logiciels',
    never: 'Ce qui n’est jamais enregistré',
    redacted: 'Ce qui est ôté avant de garder quoi que ce soit',
    where: 'Où cela se trouve, et qui le reçoit',
    readers: 'Qui peut le lire, et pourquoi',
    kept: 'Combien de temps on le garde',
    models: 'Ce que garde un modèle entraîné',
    rights: 'Vos droits, et comment en user',
    stop: 'Comment vous arrêtez',
    wrong: 'Ce qui se passe quand cela va mal',
    equal: 'À qui l’on demande : les mêmes règles pour tous',
    holders: 'Qui a quel droit',
    terms: 'Ce que les mots veulent dire ici',
    review: 'Qui a examiné ceci',
  },
  title: (section) => `${section}\u00a0:`,
  heading: (program, version) => `Programme ${program}, notice ${version}`,
  short: {
    choice: () => 'Vous avez le choix. Sans votre accord, rien de vous n’est enregistré.',
    recorded: (kinds, programs) =>
      `Enregistré : ${count(kinds, 'kind')} dans ${count(programs, 'program')}, nommés plus bas.`,
    models: () => 'Des modèles d’IA apprennent avec. Chaque but est dit plus bas.',
    never: () => 'Écran, caméra et micro ne sont jamais enregistrés.',
    redacted: () => 'On ôte d’abord noms, numéros et secrets. Il peut en rester.',
    coolOff: (hours) =>
      hours > 0
        ? `Au début (${count(hours, 'hour')}), vous seul pouvez le lire.`
        : 'D’autres peuvent le lire tout de suite : il n’y a pas de délai.',
    readers: (groups, purposes) =>
      `Puis ${count(groups, 'group')} ${groups === 1 ? 'peut' : 'peuvent'} le lire pour ${count(purposes, 'purpose')}. Tout est noté.`,
    kept: (days) => `C’est effacé après ${count(days, 'day')} au plus tard.`,
    stop: () => 'Arrêtez, retirez ou effacez quand vous voulez, sans motif.',
    keeps: () => 'Mais un modèle qui a appris garde ce qu’il a appris.',
  },
  who: {
    controller: (name, address) => `${name}, ${address}.`,
    officer: (officer) => `Délégué à la protection des données : ${officer}.`,
    basis: (basis) => `Base légale : ${basis}`,
    questions: (contact) => `Questions : ${contact}.`,
  },
  recorded: {
    kind: (kind, fields, why) => `${kind} : ${list(fields)}. ${why}`,
    atMost: (events) => `Au plus ${count(events, 'event')} par minute.`,
  },
  programs: {
    detail: (names, detail) => `${list(names)} : ${detail}.`,
    noOther: () => 'Rien de ce que vous faites dans un autre logiciel n’est enregistré.',
  },
  never: {
    screen: () => 'Votre écran, votre caméra et votre micro.',
    passwords: () => 'Les mots de passe tapés dans un champ prévu pour cela, si votre appareil le voit.',
    kind: (kind) => `${kind}.`,
  },
  redacted: {
    usual: (action) =>
      `Noms, adresses, numéros, secrets et autres valeurs sensibles dans les textes : ${action}, sauf mention ici.`,
    types: (types, action) => `${list(types)} : ${action}.`,
    others: () => 'Ce que d’autres ont écrit est tout masqué, sauf s’ils participent aussi.',
    again: (by) =>
      `Ce qui reste des textes est lu encore une fois avant d’être gardé, par ${by}. Ce qui est trouvé là est masqué aussi.`,
    byModel: (name) => `un modèle de langue dans ce programme, qui ne donne rien à personne (${name})`,
    byService: (language) =>
      `un service du cloud dans la même région (Amazon Comprehend, ${language === 'es' ? 'espagnol' : 'anglais'})`,
    tested: (missed) =>
      `C’est testé sans cesse avec des valeurs inventées. S’il en manque plus de ${number(missed)} sur 100, rien n’est gardé.`,
    imperfect: () =>
      'Aucun logiciel ne trouve tout. Il peut en rester. C’est pourquoi peu de gens peuvent lire, et pourquoi on efface.',
  },
  where: {
    place: (country, region) =>
      `C’est gardé et traité ici : ${country}${region ? ` (région du cloud : ${region})` : ''}.`,
    processor: (name, why) => `${name} y travaille pour nous, sous nos ordres : ${why}`,
    recipient: (name, why) => `${name} le reçoit : ${why}`,
    nobodyElse: () => 'Personne d’autre ne le reçoit.',
  },
  readers: {
    purpose: (name, description, readers, hours) =>
      `${name} : ${description} Peuvent lire : ${list(readers)}. Une permission dure ${count(hours, 'hour')} au plus.`,
    code: () => 'Au dedans, vous êtes connu par un code, jamais par votre nom.',
    noted: () =>
      'Chaque lecture est écrite dans un registre que nul ne peut changer en secret. Vos représentants peuvent le voir.',
    coolOff: (hours) =>
      hours > 0
        ? `Pendant ${count(hours, 'hour')} après l’arrivée, vous seul pouvez le lire.`
        : 'Il n’y a pas de délai avant que d’autres puissent le lire.',
  },
  kept: {
    days: (routine, personal, sensitive) =>
      `${count(routine, 'day')}. Avec des détails personnels ${count(personal, 'day')}, avec des détails sensibles ${count(sensitive, 'day')}.`,
    key: () => 'C’est chiffré avec une clé qui n’est que pour vous.',
  },
  models: {
    trains: () => 'Des modèles d’IA peuvent apprendre avec ce qui est enregistré.',
    keeps: () =>
      'Un modèle qui a appris garde ce qu’il a appris. Il reste tel quel quand vous retirez votre accord ou effacez.',
    later: () => 'Ce qui est effacé ne peut plus être lu pour apprendre plus tard.',
  },
  yours: {
    see: (command) => `Voir ce qui est gardé de vous : ${command}`,
    readers: (command) => `Voir qui l’a lu, quand et pourquoi : ${command}`,
    withdraw: (command) => `Retirer votre accord : ${command}`,
    erase: (command) => `Faire tout effacer : ${command}`,
    report: (command) => `Signaler que cela ne va pas : ${command}`,
    ask: (contact) => `Faire corriger, prendre une copie, vous opposer : demandez à ${contact}.`,
    free: () => 'Rien de cela ne coûte, et rien n’a besoin d’un motif.',
    complain: (authority, contact) =>
      `Vous plaindre : ${authority} (${contact}). Vous n’avez pas à nous demander d’abord.`,
  },
  stop: {
    device: () => 'Arrêtez sur votre appareil quand vous voulez. Il montre s’il enregistre.',
    withdraw: () =>
      'Retirez votre accord quand vous voulez. Dès lors rien de plus n’est gardé de vous, pas même ce qui est en route.',
    erase: () => 'Faites tout effacer. Votre clé est effacée aussitôt.',
    copies: (keys, hours, stream) =>
      `Les copies des clés vivent ${count(keys, 'day')}. Des données chiffrées peuvent être en route ${count(hours, 'hour')} de plus, et vivent ${count(stream, 'day')} dès leur arrivée.`,
    final: (days) =>
      `${count(days, 'day')} au plus tard après l’effacement, nul ne peut ouvrir quoi que ce soit de vous, dans aucune copie.`,
    hold: (days) => `Quand on étudie un incident, l’effacement peut attendre, ${count(days, 'day')} au plus.`,
    late: (hours) => `Ce qui fut enregistré sans réseau peut arriver jusqu’à ${count(hours, 'hour')} plus tard.`,
  },
  wrong: {
    closers: (groups, times) =>
      `Chacun de ${list(groups)} peut arrêter tout le programme : en signalant un fait grave, jusqu’à ${count(times, 'time')} par jour.`,
    stops: (seconds) =>
      `Plus rien n’est gardé ni lu, tout de suite. Les appareils s’arrêtent en ${count(seconds, 'second')}.`,
    again: (groups) =>
      `Cela reprend quand les faits sont publiés et que deux personnes sont d’accord. Elles sont de deux groupes parmi ${list(groups)}, et aucune n’a signalé l’incident.`,
  },
  equal: {
    members: (groups) => `Membres de : ${list(groups)}.`,
    never: (groups) => `Jamais demandé à : ${list(groups)}.`,
    exempt: (group, people, why) =>
      `Jamais demandé à : ${group}${people === undefined ? '' : ` (${count(people, 'person')})`}. ${why}`,
    noOther: () => 'Personne d’autre n’est exempté, quel que soit son rang.',
    consent: () => 'Rien de vous n’est enregistré si vous n’avez pas accepté ce texte.',
  },
  holders: (groups, right) => `${list(groups)} : peut ${right}.`,
  terms: {
    group: (group, meaning) => `${group} : ${meaning}.`,
    codeWord: () => 'Mot de code : un mot inventé. Il a le même sens à chaque fois, et ne dit pas la valeur.',
    directory: () =>
      'Liste de l’entreprise : les noms que l’on cherche dans les textes. Nul ne peut relire cette liste.',
    incident: () => 'Incident : une alerte que cela ne va pas, et tout ce qui suit.',
  },
  review: {
    by: (reviewer, day) => `${reviewer}, le ${date(day)}.`,
    document: (document) => `L’examen entier : ${document}`,
    signature: (signature) => `Signature : ${signature}`,
  },
  missing: {
    line: (what, contact) => `Ce texte ne dit pas ${list(what)}. Demandez à ${contact}.`,
    controller: 'qui est responsable',
    legalBasis: 'sur quelle base légale',
    place: 'dans quel pays cela se trouve',
    recipients: 'qui d’autre le reçoit',
    complaints: 'où se plaindre',
    review: 'qui l’a examiné',
  },
};
