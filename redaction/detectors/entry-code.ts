import { after, before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

/** What opens a door or a safe, and what is asked for in a chat. */
const SURE = new Set(
  'combination kombination combinación combinacion combinazione combinação combinacao combinatie szyfr kombinace yhdistelmä yhdistelma lucchetto padlock keysafe schlüsseltresor schlusseltresor tresorcode türcode alarmcode sleutelkluis digicode portero cadenas cofre kluisje schlüsselkasten'.split(
    ' ',
  ),
);
const WORDS =
  'code codes kode kod kodu kódem kód kody kodzie kodem código codigo codice koodi koodin koden cod pin pins pincode код кода коду кодом пароль пин пін κωδικός κωδικος şifre şifresi sifre sifresi şifreyi heslo hasło haslo salasana رمز كود कोड पिन 密码 密碼 暗証番号 番号 비번 비밀번호 รหัส';
/** Where something is opened. */
const PLACE = lazily(
  () =>
    /(?<!\p{L})(?:gate|door|garage|alarm|safe|locker|lock|key ?(?:safe|box)|lockbox|till|vault|building|barrier|weighbridge|warehouse|store ?room|shed|pavilion|dial-?in|einwahl|meeting|tor|tür|tresor|schlüssel\p{L}*|alarm\p{L}*|garage|lager|keller|haupt\p{L}*|spind|puerta|portal|portero|garaje|alarma|caja fuerte|taquilla|almac[ée]n|candado|cancello|porta|portone|allarme|cassaforte|armadietto|magazzino|lucchetto|porte|portail|coffre|alarme|local|d[ée]p[ôo]t|cadenas|portão|armaz[ée]m|cofre|cadeado|deur|poort|kluis\p{L}*|magazijn|hek|slot|sleutel\p{L}*|bramy?|drzwi|sejfu?|alarmu|magazynu?|kłódk\p{L}*|skrytk\p{L}*|spotkania|vrat|br[aá]n[aouy]|dveř\p{L}*|sejfu?|skladu?|alarmu|trezoru?|oven|portin|varaston|hälytyksen|kassakaapin|kapı\p{L}*|kasa\p{L}*|depo\p{L}*|alarm\p{L}*|bariyer\p{L}*|πόρτα\p{L}*|πύλη\p{L}*|συναγερμ\p{L}*|χρηματοκιβ\p{L}*|αποθήκη\p{L}*|двер\p{L}*|ворот\p{L}*|сейф\p{L}*|склад\p{L}*|сигнализац\p{L}*|домофон\p{L}*|калитк\p{L}*|весов\p{L}*|вахт\p{L}*|брам\p{L}*|хвіртк\p{L}*|комор\p{L}*)(?!\p{L})|门禁|门锁|仓库|保险柜|大门|車庫|金庫|倉庫|玄関|キーボックス|ロッカー|門|창고|금고|현관|사물함|출입문|باب|بوابة|البوابة|المستودع|الخزنة|المخزن|गेट|गोदाम|तिजोरी|दरवाज|ताल|โกดัง|ประตู|ตู้เซฟ|รั้ว|ห้อง/iu,
);
/** The code itself: it may have an answer's line to itself. */
const VALUE =
  '((?:\\d{1,3}(?:[ -]\\d{1,3}){1,4}|\\d{3,8}|\\d{2}[A-Z]\\d{2})[#*]?)(?![\\d.,:/%€$£]*\\d|[\\p{L}%€$£°]| ?(?:€|zł(?!\\p{L})|(?:eur|kg|mm|km|min|uhr|bar)\\b))';
const IN_LINE = lazily(
  () =>
    new RegExp(
      `^[^\\n\\d.!]{0,48}?(?:[:=→]|(?<!\\p{L})(?:is|ist|war|wäre|es|est|è|é|is|jest|to|je|on|now|still|jetzt|ahora es|ora|adesso|agora|nu|nog|teraz|teď|nyt|wordt|hasn['’]t changed, still|changed to|ändert auf|geändert auf|neu|était|era)|είναι|это|теперь|це|тепер|是|は|는|은|هو|है|คือ)[ \\t]{1,3}${VALUE}|^[ \\t]{1,2}${VALUE}|^[ \\t]?(?:der|da|del|de|do|na|od|für|for|van de|voor de|au|del)?[ \\t]?[\\p{L} ]{0,24}[ \\t]${VALUE}`,
      'iu',
    ),
);
const NEXT_LINE = lazily(
  () =>
    new RegExp(
      `^[^\\n]{0,48}\\n(?:[\\p{L}' ]{1,16}: ?)?(?:(?:es|it's|its|das ist|je|to|c'est|è) )?${VALUE}(?=[ \\t]*(?:$|\\n|[(,.!…]| \\p{L}))`,
      'iu',
    ),
);
const NO_CODE =
  /(?:error|status|exit|zip|post(?:al)?|area|country|qr|bar|source|http|return|color|colour|promo|discount|voucher|coupon|product|hs|tax|sort|swift|dress|fehler|artikel|produkt|rabatt|gutschein|barras|postal|fiscal[e]?|sconto|barres|promo|remise|błędu|pocztowy|rabatowy|kreskowy|psč|chyby|postinumero|hata|posta|indirim|ошибки|товара|скидк\p{L}*|помилки) ?$/iu;
const NO_CODE_BEHIND = /^ (?:fiscal|postal|civil|pénal|penal|barr|review|quality|of conduct|promo|sconto)/i;
const REACH = 64;

/** A code that opens a door, a safe or a meeting, said in a line or answered in the next: `Gate code is 4471#`, `kod do bramy? / 7702#`. */
export const entryCode: Detector = {
  name: 'entry-code',
  types: ['PASSWORD'],
  source: 'Words for codes, doors, alarms and safes in the languages that redaction knows',
  triggers: { words: [...SURE, ...WORDS.split(' ')] },
  examine(text, start, end, emit) {
    const behind = after(text, end, REACH + 24);
    // No code is without digits, and most of these words stand beside none.
    if (!/\d[ -]?\d/.test(behind)) return;
    const ahead = before(text, start, 40);
    if (NO_CODE.test(ahead) || NO_CODE_BEHIND.test(behind)) return;
    const word = text.slice(start, end).toLowerCase();
    const line = behind.slice(0, behind.includes('\n') ? behind.indexOf('\n') : undefined);
    const sure = SURE.has(word) || word.startsWith('pin') || word === 'пин' || word === 'пін';
    if (!sure && !PLACE().test(`${ahead.slice(ahead.lastIndexOf('\n') + 1)} ${word} ${line}`)) return;
    for (const form of [IN_LINE(), NEXT_LINE()]) {
      const match = form.exec(behind);
      if (match === null) continue;
      const value = match[1] ?? match[2] ?? match[3];
      if (value === undefined || value.replace(/\D/g, '').length < 3) continue;
      const from = end + match.index + match[0].lastIndexOf(value);
      emit(from, from + value.length, 'PASSWORD');
      return;
    }
  },
};
