import type { Catalogue } from './en.ts';
import { formatsOf } from './format.ts';

const { count, list, number, date } = formatsOf('es', {
  second: ['segundo', 'segundos'],
  hour: ['hora', 'horas'],
  day: ['día', 'días'],
  time: ['vez', 'veces'],
  event: ['evento', 'eventos'],
  kind: ['tipo de eventos', 'tipos de eventos'],
  program: ['programa', 'programas'],
  group: ['grupo', 'grupos'],
  purpose: ['fin', 'fines'],
  person: ['persona', 'personas'],
});

export const es: Catalogue = {
  kinds: {
    pointer: 'Movimiento del puntero',
    click: 'Clics',
    scroll: 'Desplazamiento',
    key: 'Teclas',
    text: 'Cambios de texto que no son teclas sueltas (pegar, deshacer, reemplazar)',
    prompt: 'Lo que pregunta a los asistentes de IA, y lo que responden',
    transcript: 'Textos de reuniones y llamadas',
    message: 'Mensajes de chat y correos',
    window: 'Ventanas',
  },
  fields: {
    time: 'hora',
    app: 'programa',
    window: 'un número para la ventana',
    pointerType: 'ratón, lápiz o dedo',
    path: 'posiciones en el tiempo',
    altKey: 'Alt pulsada',
    ctrlKey: 'Ctrl pulsada',
    metaKey: 'Meta pulsada',
    shiftKey: 'Mayús pulsada',
    x: 'posición a lo ancho',
    y: 'posición a lo alto',
    button: 'qué botón',
    detail: 'cuántos clics seguidos',
    deltaX: 'distancia a los lados',
    deltaY: 'distancia arriba o abajo',
    deltaMode: 'unidad de la distancia',
    type: 'qué pasó',
    field: 'un número para el campo',
    fieldType: 'tipo de campo',
    code: 'tecla del teclado',
    key: 'qué tecla',
    class: 'clase de tecla (letra, cifra, Intro ...)',
    repeat: 'tecla mantenida',
    isComposing: 'parte de un signo compuesto',
    inputType: 'tipo de cambio',
    data: 'el texto puesto',
    text: 'el texto',
    author: 'si es de usted',
    conversation: 'un número para la charla',
    model: 'qué asistente',
    speaker: 'nombre de quien habla',
    channel: 'chat o correo',
    subject: 'asunto',
    participants: 'nombres de la otra parte',
    title: 'título de la ventana',
  },
  rights: {
    'give-grants': 'dar a otros, nunca a sí mismo, permiso para leer con un fin',
    'list-records': 'ver cuántos datos hay por día, si son de varias personas; nunca de quién',
    'keep-directory': 'cambiar la lista de nombres que se buscan en los textos',
    'read-reports': 'leer lo que dicen los avisos, que puede ser algo grabado',
    resume: 'pedir la vuelta que otros dos han aprobado',
    pause: 'parar el programa, las veces que haga falta',
    'see-grants': 'ver todos los permisos, no solo los suyos',
    'see-books': 'ver si las cuentas cuadran',
    'read-ledger': 'leer el registro: quién leyó, permitió o decidió qué, y por qué',
    'see-incidents': 'ver todos los incidentes con sus pruebas, no solo los suyos',
  },
  types: {
    PERSON: 'nombres de personas',
    ORGANIZATION: 'nombres de empresas',
    LOCATION: 'lugares',
    ADDRESS: 'direcciones',
    EMAIL: 'direcciones de correo',
    PHONE: 'números de teléfono',
    CREDIT_CARD: 'números de tarjeta',
    IBAN: 'IBAN',
    BANK_ACCOUNT: 'cuentas de banco',
    NATIONAL_ID: 'números de identidad',
    PASSPORT: 'números de pasaporte',
    DRIVER_LICENSE: 'números de permiso de conducir',
    DATE: 'fechas',
    AGE: 'edades',
    IP_ADDRESS: 'direcciones IP',
    MAC_ADDRESS: 'direcciones de red de equipos',
    URL: 'direcciones web',
    COORDINATES: 'coordenadas',
    VEHICLE_ID: 'números de vehículo',
    DEVICE_ID: 'números de equipo',
    MEDICAL: 'salud',
    FINANCIAL: 'dinero',
    PERFORMANCE: 'notas de trabajo',
    SECRET: 'claves y secretos',
    PASSWORD: 'contraseñas',
    DIRECTORY: 'nombres de la lista de la empresa',
    CANARY: 'valores de prueba',
    OTHER: 'lo que no se pudo juzgar',
  },
  keys: {
    content: 'con lo que se escribe',
    class: 'con la clase y la hora de las teclas (que se pulsó una letra, no cuál)',
    none: 'sin teclas ni textos',
  },
  actions: {
    mask: 'cambiados por una marca',
    tokenise: 'cambiados por una palabra clave, siempre la misma',
    generalise: 'hechos más vagos (un año en vez de un día)',
    drop: 'quitados, con todo el evento',
    keep: 'QUEDAN COMO SON',
  },
  roles: {
    investigators: 'quienes aclaran los incidentes y revisan muestras',
    representatives: 'quienes hablan por la plantilla; ven las cifras y quién leyó, nunca el contenido',
    stewards: 'quienes deciden quién puede leer, nunca para sí mismos',
    platform: 'el equipo que hace andar este programa',
  },
  languages: { en: 'en inglés', de: 'en alemán', fr: 'en francés', es: 'en español' },
  sections: {
    short: 'En breve',
    who: 'Quién es responsable',
    recorded: 'Qué se graba',
    programs: 'En qué programas',
    never: 'Qué no se graba nunca',
    redacted: 'Qué se quita antes de guardar nada',
    where: 'Dónde está, y quién lo recibe',
    readers: 'Quién puede leerlo, y para qué',
    kept: 'Cuánto tiempo se guarda',
    models: 'Qué guarda un modelo entrenado',
    rights: 'Sus derechos, y cómo usarlos',
    stop: 'Cómo lo para usted',
    wrong: 'Qué pasa cuando algo va mal',
    equal: 'A quién se pregunta: las mismas reglas para todos',
    holders: 'Quién tiene qué derecho',
    terms: 'Qué quieren decir aquí las palabras',
    review: 'Quién ha revisado esto',
  },
  title: (section) => `${section}:`,
  heading: (program, version) => `Programa ${program}, aviso ${version}`,
  short: {
    choice: () => 'Usted elige. Si no da su acuerdo, no se graba nada de usted.',
    recorded: (kinds, programs) =>
      `Se graba: ${count(kinds, 'kind')} en ${count(programs, 'program')}, que se nombran abajo.`,
    models: () => 'Con ello aprenden modelos de IA. Cada fin se dice abajo.',
    never: () => 'La pantalla, la cámara y el micrófono no se graban nunca.',
    redacted: () => 'Antes se quitan nombres, números y secretos. Algo puede quedar.',
    coolOff: (hours) =>
      hours > 0
        ? `Al principio (${count(hours, 'hour')}) solo usted puede leerlo.`
        : 'Otros pueden leerlo en seguida: no hay espera.',
    readers: (groups, purposes) =>
      `Luego ${count(groups, 'group')} ${groups === 1 ? 'puede' : 'pueden'} leerlo para ${count(purposes, 'purpose')}. Todo se apunta.`,
    kept: (days) => `Se borra a los ${count(days, 'day')}, como muy tarde.`,
    stop: () => 'Pare, retire o borre cuando quiera, sin dar motivos.',
    keeps: () => 'Pero un modelo que aprendió guarda lo que aprendió.',
  },
  who: {
    controller: (name, address) => `${name}, ${address}.`,
    officer: (officer) => `Delegado de protección de datos: ${officer}.`,
    basis: (basis) => `Base legal: ${basis}`,
    questions: (contact) => `Preguntas: ${contact}.`,
  },
  recorded: {
    kind: (kind, fields, why) => `${kind}: ${list(fields)}. ${why}`,
    atMost: (events) => `Como mucho ${count(events, 'event')} por minuto.`,
  },
  programs: {
    detail: (names, detail) => `${list(names)}: ${detail}.`,
    noOther: () => 'No se graba nada de lo que hace en otro programa.',
  },
  never: {
    screen: () => 'Su pantalla, su cámara y su micrófono.',
    passwords: () => 'Las contraseñas que escribe en un campo para ellas, si su equipo lo ve.',
    kind: (kind) => `${kind}.`,
  },
  redacted: {
    usual: (action) =>
      `Nombres, direcciones, números, secretos y otros valores delicados en los textos: ${action}, si aquí no se dice otra cosa.`,
    types: (types, action) => `${list(types)}: ${action}.`,
    others: () => 'Lo que escribieron otros se tapa entero, salvo que ellos también tomen parte.',
    again: (by) =>
      `Lo que queda de los textos se lee otra vez antes de guardarlo: lo hace ${by}. Lo que se halla ahí se tapa también.`,
    byModel: (name) => `un modelo de lengua dentro de este programa, que no da nada a nadie (${name})`,
    byService: (language) =>
      `un servicio de la nube en la misma región (Amazon Comprehend, ${language === 'es' ? 'español' : 'inglés'})`,
    tested: (missed) =>
      `Se prueba sin pausa con valores inventados. Si se pasan por alto más de ${number(missed)} de cada 100, no se guarda nada.`,
    imperfect: () => 'Ningún programa lo halla todo. Algo puede quedar. Por eso pueden leer pocos, y por eso se borra.',
  },
  where: {
    place: (country, region) =>
      `Se guarda y se trata aquí: ${country}${region ? ` (región de la nube: ${region})` : ''}.`,
    processor: (name, why) => `${name} trabaja con ello para nosotros, según nuestras órdenes: ${why}`,
    recipient: (name, why) => `${name} lo recibe: ${why}`,
    nobodyElse: () => 'Nadie más lo recibe.',
  },
  readers: {
    purpose: (name, description, readers, hours) =>
      `${name}: ${description} Pueden leer: ${list(readers)}. Un permiso dura ${count(hours, 'hour')} como mucho.`,
    code: () => 'Por dentro se le conoce por un código, nunca por su nombre.',
    noted: () =>
      'Cada lectura se escribe en un registro que nadie puede cambiar a escondidas. Sus representantes pueden verlo.',
    coolOff: (hours) =>
      hours > 0
        ? `Durante ${count(hours, 'hour')} desde que llega, solo usted puede leerlo.`
        : 'No hay espera antes de que otros puedan leerlo.',
  },
  kept: {
    days: (routine, personal, sensitive) =>
      `${count(routine, 'day')}. Con datos personales ${count(personal, 'day')}, con datos delicados ${count(sensitive, 'day')}.`,
    key: () => 'Está cifrado con una clave que es solo para usted.',
  },
  models: {
    trains: () => 'Con lo que se graba pueden aprender modelos de IA.',
    keeps: () => 'Un modelo que aprendió guarda lo que aprendió. Queda como es aunque usted retire su acuerdo o borre.',
    later: () => 'Lo que se ha borrado no se puede leer para ningún aprendizaje que empiece después.',
  },
  yours: {
    see: (command) => `Ver qué se guarda de usted: ${command}`,
    readers: (command) => `Ver quién lo leyó, cuándo y para qué: ${command}`,
    withdraw: (command) => `Retirar su acuerdo: ${command}`,
    erase: (command) => `Hacer que se borre todo: ${command}`,
    report: (command) => `Avisar de que algo va mal: ${command}`,
    ask: (contact) => `Corregir algo, llevarse una copia, oponerse: pregunte a ${contact}.`,
    free: () => 'Nada de esto cuesta dinero, y para nada hace falta un motivo.',
    complain: (authority, contact) => `Quejarse: ${authority} (${contact}). No tiene que preguntarnos antes.`,
  },
  stop: {
    device: () => 'Pare la grabación en su equipo cuando quiera. El equipo muestra si graba.',
    withdraw: () =>
      'Retire su acuerdo cuando quiera. Desde ese momento no se guarda nada más de usted, ni lo que está en camino.',
    erase: () => 'Haga que se borre todo. Su clave se borra en seguida.',
    copies: (keys, hours, stream) =>
      `Las copias de claves viven ${count(keys, 'day')}. Puede haber datos cifrados en camino ${count(hours, 'hour')} más, y viven ${count(stream, 'day')} desde que llegan.`,
    final: (days) =>
      `${count(days, 'day')} después de borrar, como muy tarde, nadie puede abrir nada de usted, en ninguna copia.`,
    hold: (days) => `Mientras se aclara un incidente, el borrado puede esperar, ${count(days, 'day')} como mucho.`,
    late: (hours) => `Lo que se grabó sin red puede llegar hasta ${count(hours, 'hour')} más tarde.`,
  },
  wrong: {
    closers: (groups, times) =>
      `Cualquiera de ${list(groups)} puede parar todo el programa: con el aviso de que algo grave va mal, hasta ${count(times, 'time')} al día.`,
    stops: (seconds) =>
      `Al instante no se guarda ni se lee nada. Los equipos dejan de grabar en ${count(seconds, 'second')}.`,
    again: (groups) =>
      `Solo sigue cuando los hechos son públicos y dos personas están de acuerdo. Son de dos grupos entre ${list(groups)}, y ninguna dio el aviso.`,
  },
  equal: {
    members: (groups) => `Miembros de: ${list(groups)}.`,
    never: (groups) => `Nunca se pregunta a: ${list(groups)}.`,
    exempt: (group, people, why) =>
      `Nunca se pregunta a: ${group}${people === undefined ? '' : ` (${count(people, 'person')})`}. ${why}`,
    noOther: () => 'Nadie más queda fuera, sea cual sea su rango.',
    consent: () => 'No se graba nada de usted si no ha aceptado este texto.',
  },
  holders: (groups, right) => `${list(groups)}: puede ${right}.`,
  terms: {
    group: (group, meaning) => `${group}: ${meaning}.`,
    codeWord: () => 'Palabra clave: una palabra inventada. Está siempre por el mismo valor, y no lo dice.',
    directory: () =>
      'Lista de la empresa: los nombres que se buscan en los textos. Nadie puede volver a leer esa lista.',
    incident: () => 'Incidente: un aviso de que algo va mal, y todo lo que sigue.',
  },
  review: {
    by: (reviewer, day) => `${reviewer}, el ${date(day)}.`,
    document: (document) => `La revisión entera: ${document}`,
    signature: (signature) => `Firma: ${signature}`,
  },
  missing: {
    line: (what, contact) => `Este texto no dice ${list(what)}. Pregunte a ${contact}.`,
    controller: 'quién es responsable',
    legalBasis: 'con qué base legal',
    place: 'en qué país está',
    recipients: 'quién más lo recibe',
    complaints: 'dónde quejarse',
    review: 'quién lo ha revisado',
  },
};
