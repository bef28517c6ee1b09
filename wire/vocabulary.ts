/**
 * Words that a standard closes the list of. What stands in an event's field is stored only if it is one of them: the word that
 * is stored comes from here, never from the device.
 */
export interface Vocabulary {
  /** As the wire format page calls it. */
  readonly name: string;
  readonly words: readonly string[];
  /** What the standard says for a word that it does not know. */
  readonly otherwise: string;
  /** The word that may be stored for what was sent: the same one, if it is known. */
  standard(sent: string): string;
}

/** A list of words in groups; `F1-24` stands for F1 to F24, and `KeyA-Z` for the alphabet. */
const list = (...groups: string[]): readonly string[] =>
  groups
    .flatMap((group) => group.split(' '))
    .flatMap((word) => {
      const range = /^(\w*?)(\d+|A)-(\d+|Z)$/.exec(word);
      if (range === null) return [word];
      const [, name, first, last] = range;
      if (first === 'A') return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => name + letter);
      return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${name}${Number(first) + at}`);
    });

function vocabulary(name: string, words: readonly string[], otherwise: string): Vocabulary {
  const known = new Set([...words, otherwise]);
  return { name, words: [...known], otherwise, standard: (sent) => (known.has(sent) ? sent : otherwise) };
}

/** https://www.w3.org/TR/uievents-code/ */
export const KEY_CODES = vocabulary(
  'a code of the standard',
  [
    // Some browsers and hooks say nothing for a key that they do not know.
    '',
    ...list(
      'Backquote Backslash BracketLeft BracketRight Comma Digit0-9 Equal IntlBackslash IntlRo IntlYen KeyA-Z Minus Period',
      'Quote Semicolon Slash AltLeft AltRight Backspace CapsLock ContextMenu ControlLeft ControlRight Enter MetaLeft',
      'MetaRight ShiftLeft ShiftRight Space Tab Convert KanaMode Lang1-5 NonConvert Delete End Help Home Insert PageDown',
      'PageUp ArrowDown ArrowLeft ArrowRight ArrowUp NumLock Numpad0-9 NumpadAdd NumpadBackspace NumpadClear',
      'NumpadClearEntry NumpadComma NumpadDecimal NumpadDivide NumpadEnter NumpadEqual NumpadHash NumpadMemoryAdd',
      'NumpadMemoryClear NumpadMemoryRecall NumpadMemoryStore NumpadMemorySubtract NumpadMultiply NumpadParenLeft',
      'NumpadParenRight NumpadStar NumpadSubtract Escape F1-24 Fn FnLock PrintScreen ScrollLock Pause BrowserBack',
      'BrowserFavorites BrowserForward BrowserHome BrowserRefresh BrowserSearch BrowserStop Eject LaunchApp1-2 LaunchMail',
      'MediaPlayPause MediaSelect MediaStop MediaTrackNext MediaTrackPrevious Power Sleep AudioVolumeDown AudioVolumeMute',
      'AudioVolumeUp WakeUp Hyper Super Turbo Abort Resume Suspend Again Copy Cut Find Open Paste Props Select Undo',
      'Hiragana Katakana',
    ),
  ],
  'Unidentified',
);

/** Named values of KeyboardEvent.key: https://www.w3.org/TR/uievents-key/ */
const KEY_NAMES: ReadonlySet<string> = new Set(
  list(
    'Unidentified Alt AltGraph CapsLock Control Fn FnLock Hyper Meta NumLock ScrollLock Shift Super Symbol SymbolLock',
    'Enter Tab ArrowDown ArrowLeft ArrowRight ArrowUp End Home PageDown PageUp Backspace Clear Copy CrSel Cut Delete',
    'EraseEof ExSel Insert Paste Redo Undo Accept Again Attn Cancel ContextMenu Escape Execute Find Help Pause Play Props',
    'Select ZoomIn ZoomOut BrightnessDown BrightnessUp Eject LogOff Power PowerOff PrintScreen Hibernate Standby WakeUp',
    'AllCandidates Alphanumeric CodeInput Compose Convert Dead FinalMode GroupFirst GroupLast GroupNext GroupPrevious',
    'ModeChange NextCandidate NonConvert PreviousCandidate Process SingleCandidate HangulMode HanjaMode JunjaMode Eisu',
    'Hankaku Hiragana HiraganaKatakana KanaMode KanjiMode Katakana Romaji Zenkaku ZenkakuHankaku F1-24 Soft1-4',
    'ChannelDown ChannelUp Close MailForward MailReply MailSend MediaClose MediaFastForward MediaPause MediaPlay',
    'MediaPlayPause MediaRecord MediaRewind MediaStop MediaTrackNext MediaTrackPrevious New Open Print Save SpellCheck',
    'Key11-12 AudioBalanceLeft AudioBalanceRight AudioBassBoostDown AudioBassBoostToggle AudioBassBoostUp',
    'AudioFaderFront AudioFaderRear AudioSurroundModeNext AudioTrebleDown AudioTrebleUp AudioVolumeDown AudioVolumeUp',
    'AudioVolumeMute MicrophoneToggle MicrophoneVolumeDown MicrophoneVolumeUp MicrophoneVolumeMute SpeechCorrectionList',
    'SpeechInputToggle LaunchApplication1-2 LaunchCalendar LaunchContacts LaunchMail LaunchMediaPlayer LaunchMusicPlayer',
    'LaunchPhone LaunchScreenSaver LaunchSpreadsheet LaunchWebBrowser LaunchWebCam LaunchWordProcessor BrowserBack',
    'BrowserFavorites BrowserForward BrowserHome BrowserRefresh BrowserSearch BrowserStop AppSwitch Call Camera',
    'CameraFocus EndCall GoBack GoHome HeadsetHook LastNumberRedial Notification MannerMode VoiceDial',
  ),
);

/** One typed character with its marks, or two: some keys type two (`لا` of Arabic layouts, `nj` of Croatian ones). */
const CHARACTERS = /^\P{M}\p{M}{0,3}(?:\P{M}\p{M}{0,3})?$/u;

/** Whether a value of KeyboardEvent.key is what the key types, and not its name. */
export const isCharacter = (key: string): boolean =>
  key.length === 1 || (key.length <= 8 && !KEY_NAMES.has(key) && CHARACTERS.test(key));

/** A name of the standard, or what one key can type. Anything longer is a text, which no key has. */
export const KEY_VALUES: Vocabulary = {
  name: 'a named key, or what one key types: one character or two',
  words: [...KEY_NAMES],
  otherwise: 'Unidentified',
  standard: (sent) => (isCharacter(sent) || KEY_NAMES.has(sent) ? sent : 'Unidentified'),
};

/** https://www.w3.org/TR/input-events-2/ and the two of composition that browsers send beside them. */
export const INPUT_TYPES = vocabulary(
  'a type of the standard',
  list(
    'insertText insertReplacementText insertLineBreak insertParagraph insertOrderedList insertUnorderedList',
    'insertHorizontalRule insertFromYank insertFromDrop insertFromPaste insertFromPasteAsQuotation insertTranspose',
    'insertCompositionText insertFromComposition insertLink deleteWordBackward deleteWordForward deleteSoftLineBackward',
    'deleteSoftLineForward deleteEntireSoftLine deleteHardLineBackward deleteHardLineForward deleteByDrag deleteByCut',
    'deleteContent deleteContentBackward deleteContentForward deleteByComposition deleteCompositionText historyUndo',
    'historyRedo formatBold formatItalic formatUnderline formatStrikeThrough formatSuperscript formatSubscript',
    'formatJustifyFull formatJustifyCenter formatJustifyRight formatJustifyLeft formatIndent formatOutdent formatRemove',
    'formatSetBlockTextDirection formatSetInlineTextDirection formatBackColor formatFontColor formatFontName',
  ),
  '',
);

const htmlTypes = vocabulary(
  'a type of HTML, in any case',
  list(
    'hidden text search tel url email password date month week time datetime-local number range color checkbox radio file',
    'submit image reset button textarea select-one select-multiple',
  ),
  'text',
);

/** HTML compares the word without case, and toolkits have words of their own for the same thing. */
const SECRET = /password|passwd|passcode|passphrase|pwd/;

const isSecretWord = (word: string): boolean =>
  SECRET.test(
    word
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  );

/** The type of a text field: https://html.spec.whatwg.org/#attr-input-type */
export const FIELD_TYPES: Vocabulary = {
  ...htmlTypes,
  standard: (sent) => (isSecretField(sent) ? 'password' : htmlTypes.standard(sent.toLowerCase())),
};

const ordinary = new Set<unknown>([undefined, ...htmlTypes.words.filter((word) => word !== 'password')]);

/** Whether a `fieldType` says that what is typed there is secret, in whatever spelling. */
export const isSecretField = (fieldType: unknown): boolean =>
  !ordinary.has(fieldType) && typeof fieldType === 'string' && isSecretWord(fieldType);

/** https://www.w3.org/TR/wai-aria-1.2/#role_definitions: those of parts that people use. */
export const ELEMENT_ROLES = vocabulary(
  'a role of the standard',
  list(
    'alert alertdialog application article banner blockquote button caption cell checkbox columnheader combobox dialog',
    'document figure form grid gridcell group heading img link list listbox listitem menu menubar menuitem',
    'menuitemcheckbox menuitemradio meter navigation option paragraph progressbar radio radiogroup region row rowheader',
    'scrollbar search searchbox separator slider spinbutton status switch tab table tablist tabpanel textbox timer',
    'toolbar tooltip tree treegrid treeitem',
  ),
  'generic',
);

/** Why nothing was recorded for a while: states of the agent, as docs/wire-format.md has them. */
export const GAP_REASONS = vocabulary(
  'a state of the agent',
  list(
    'paused-here you-paused gate-closed gate-closed-push put-denied push-down lease-expired resting spool-full',
    'spool-failed no-mark consent disclosure unreachable user',
  ),
  'other',
);

/** Layouts that are named by a country or a language: https://xkeyboard-config, rules/base.lst; without variants, which can be one person's own. */
export const LAYOUTS = vocabulary(
  'a layout of XKB, without variant',
  list(
    'us gb de fr es it pt br nl be ch at dk se no fi is ie pl cz sk hu ro bg gr tr ru ua by rs hr si mk al lt lv ee',
    'il ara ir in pk bd th vn kr jp cn tw latam ca za au epo',
  ),
  '',
);
