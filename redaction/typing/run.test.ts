import { describe, expect, test } from '@jest/globals';
import type { KeyEvent, TextEvent } from '../../wire/event.ts';
import { TypingRun, types } from './run.ts';

const key = (name: string, over: Partial<KeyEvent> = {}): KeyEvent =>
  ({ kind: 'key', type: 'keydown', time: 0, app: 'a', window: 'w', key: name, ...over }) as KeyEvent;
const text = (inputType: string, data?: string, over: Partial<TextEvent> = {}): TextEvent =>
  ({
    kind: 'text',
    time: 0,
    app: 'a',
    window: 'w',
    inputType,
    ...(data === undefined ? {} : { data }),
    ...over,
  }) as TextEvent;
const run = (...events: (KeyEvent | TextEvent)[]): TypingRun => {
  const typing = new TypingRun();
  events.forEach((event, i) => {
    if (event.kind === 'key') typing.key(event, i);
    else typing.text(event, i);
  });
  return typing;
};
const held = (typing: TypingRun): string[] => [...typing.fields.values()].map(({ field }) => field.readings()[0]!.text);

describe('the typing of a device', () => {
  test('fields are kept apart, and switching back goes on', () => {
    expect(
      held(
        run(key('a', { field: '1' }), key('x', { field: '2' }), key('b', { field: '1' }), key('y', { window: 'v' })),
      ),
    ).toEqual(['ab', 'x', 'y']);
  });

  test('modifiers that are keys only are followed', () => {
    expect(
      held(run(key('a'), key('b'), key('Control'), key('a'), key('Control', { type: 'keyup' }), key('c'))),
    ).toEqual(['c']);
  });

  test('a collector with flags leaves them out when they are not set', () => {
    expect(
      held(run(key('Shift', { shiftKey: true }), key('A', { shiftKey: true }), key('ArrowLeft'), key('b'))),
    ).toEqual(['bA']);
  });

  test('a dead key belongs to the letter that follows', () => {
    const typing = run(key('Dead'), key('é'));
    expect(held(typing)).toEqual(['é']);
    expect([...typing.fields.values()][0]!.field.log[0]!.links).toEqual([0]);
    expect(typing.pending()).toEqual([]);
    expect(run(key('Dead')).pending()).toEqual([0]);
  });

  test('keys of a composition belong to its text', () => {
    const typing = run(
      key('k', { isComposing: true }),
      text('insertCompositionText', 'か'),
      key('Process'),
      text('insertCompositionText', 'かな'),
      text('insertFromComposition', 'かな'),
    );
    expect(held(typing)).toEqual(['かな']);
    expect([...typing.fields.values()][0]!.field.log.at(-1)!.links).toEqual([0, 2]);
    expect(typing.pending()).toEqual([]);
  });

  test.each([
    ['deleteContentBackward', 'hello worl'],
    ['deleteWordBackward', 'hello '],
    ['deleteSoftLineBackward', ''],
    ['deleteHardLineBackward', ''],
    ['deleteContentForward', 'hello world'],
    ['historyUndo', ''],
    ['deleteByCut', 'hello world'],
    ['insertLineBreak', 'hello world\n'],
    ['insertParagraph', 'hello world\n'],
  ])('%s', (inputType, expected) => {
    expect(held(run(text('insertText', 'hello world'), text(inputType)))).toEqual([expected]);
  });

  test.each([
    ['deleteContentForward', 'ello world'],
    ['deleteWordForward', ' world'],
    ['deleteSoftLineForward', ''],
    ['deleteHardLineForward', ''],
    ['deleteContentBackward', 'hello world'],
  ])('%s at the beginning', (inputType, expected) => {
    expect(held(run(text('insertText', 'hello world'), key('Home'), text(inputType)))).toEqual([expected]);
  });

  test.each<[string, KeyEvent | TextEvent]>([
    ['deleteByCut', text('deleteByCut')],
    ['deleteByDrag', text('deleteByDrag')],
    ['Ctrl+X', key('x', { ctrlKey: true })],
    ['Ctrl+V, whatever it brings', key('v', { ctrlKey: true })],
  ])('%s takes the selection away', (_, event) => {
    const select = key('ArrowLeft', { shiftKey: true, ctrlKey: false });
    expect(held(run(text('insertText', 'hello'), select, event))).toEqual(['hell']);
  });

  const byCode = (code: string, over: Partial<KeyEvent> = {}): KeyEvent => {
    const { key: _none, ...event } = key('', { code, ...over });
    return event as KeyEvent;
  };
  const up = { type: 'keyup' } as const;

  test.each<[string, KeyEvent[], string]>([
    ['Control', [key('Control'), key('a'), key('Control', up), key('x')], 'x'],
    ['the right Control', [byCode('ControlRight'), byCode('KeyA'), byCode('ControlRight', up), byCode('KeyX')], 'x'],
    ['Meta', [key('Meta'), key('a'), key('Meta', up), key('x')], 'x'],
    ['the left Meta', [byCode('MetaLeft'), byCode('KeyA'), byCode('MetaLeft', up), byCode('KeyX')], 'x'],
    ['Alt', [key('Alt'), key('b'), key('Alt', up), key('x')], 'ab xcd'],
    ['the left Alt', [byCode('AltLeft'), key('b'), byCode('AltLeft', up), key('x')], 'ab xcd'],
    ['the right Alt, which types', [byCode('AltRight'), key('b'), byCode('AltRight', up), key('x')], 'ab cdbx'],
    ['Shift', [byCode('ShiftRight'), byCode('KeyX'), byCode('ShiftRight', up), byCode('KeyX')], 'ab cdXx'],
    ['a modifier that was let go before', [key('Control', up), key('x')], 'ab cdx'],
  ])('%s as a key of its own', (_, events, expected) => {
    expect(held(run(text('insertText', 'ab cd'), ...events))).toEqual([expected]);
  });

  test.each<[string, Partial<KeyEvent>, string]>([
    ['ArrowLeft', { altKey: true }, 'ab xcd'],
    ['ArrowLeft', { ctrlKey: true }, 'ab xcd'],
    ['ArrowLeft', { metaKey: true }, 'xab cd'],
    ['ArrowLeft', { shiftKey: true }, 'ab cx'],
    ['ArrowLeft', { shiftKey: false }, 'ab cxd'],
    ['z', { ctrlKey: true }, 'x'],
    ['Insert', {}, 'ab cdx'],
  ])('%s with the flags %j', (name, flags, expected) => {
    expect(held(run(text('insertText', 'ab cd'), key(name, flags), key('x', { ctrlKey: false })))).toEqual([expected]);
  });

  test('redo and overwrite by key', () => {
    expect(held(run(text('insertText', 'ab'), key('Undo'), key('Redo'), key('Home'), key('Insert'), key('x')))).toEqual(
      ['xb'],
    );
  });

  test('a composition that a key ends is not replaced by the next one', () => {
    expect(held(run(text('insertCompositionText', 'か'), key('a'), text('insertCompositionText', 'に')))).toEqual([
      'かaに',
    ]);
    expect(held(run(text('insertFromComposition', 'か'), text('insertFromComposition', 'に')))).toEqual(['かに']);
    expect(
      held(run(text('insertCompositionText', 'か'), text('insertText', 'a'), text('insertFromComposition', 'に'))),
    ).toEqual(['かaに']);
    expect(held(run(text('insertCompositionText', 'か'), text('insertCompositionText', '')))).toEqual(['']);
    expect(held(run(text('insertCompositionText', 'か'), text('insertCompositionText')))).toEqual(['']);
  });

  test('a key that is let go twice was pressed once', () => {
    const letGo = key('a', { code: 'KeyA', ...up });
    expect(run(key('a', { code: 'KeyA' }), letGo, letGo).releases).toEqual([
      { release: 1, press: 0 },
      { release: 2, press: -1 },
    ]);
    expect(run(key('a'), key('b'), key('a', { type: 'keyup' })).releases).toEqual([{ release: 2, press: 0 }]);
  });

  test('a release tells a character as its press does', () => {
    expect([types(byCode('Digit2')), types(key('Escape')), types(key('é'))]).toEqual([true, false, true]);
  });

  test('what is no key to a field makes none', () => {
    expect(run(key('F5'), key('Shift')).fields.size).toBe(0);
    expect(run(key('', { fieldType: 'password' })).secret.size).toBe(0);
    expect([...run(key('a'), text('insertText', 'b')).secret]).toEqual([]);
  });

  test('cut and paste by key and by text event do it once', () => {
    const typing = run(
      text('insertText', 'ab'),
      key('a', { ctrlKey: true }),
      key('v', { ctrlKey: true }),
      text('insertFromPaste', 'xyz'),
    );
    expect(held(typing)).toEqual(['xyz']);
    expect(held(run(text('insertText', 'ab'), text('historyUndo'), text('historyRedo')))).toEqual(['ab']);
  });

  test('releases know their press', () => {
    const typing = run(
      key('a', { code: 'KeyA' }),
      key('a', { code: 'KeyA', type: 'keyup' }),
      key('b', { code: 'KeyB', type: 'keyup' }),
    );
    expect(typing.releases).toEqual([
      { release: 1, press: 0 },
      { release: 2, press: -1 },
    ]);
  });

  test('keys are told apart by their code, by their name where it is empty', () => {
    const unknown = { key: 'Unidentified', code: 'KeyA' };
    expect(held(run(key('', unknown), key('', { code: 'KeyB' })))).toEqual(['ab']);
    expect(run(key('a', { code: '' }), key('b', { code: '' }), key('a', { code: '', ...up })).releases).toEqual([
      { release: 2, press: 0 },
    ]);
  });

  test('a click parts all fields of its window', () => {
    const typing = run(key('a', { field: '1' }), key('x', { field: '2' }));
    typing.click({ kind: 'click', time: 0, app: 'a', window: 'w', x: 0, y: 0, button: 0 });
    typing.key(key('b', { field: '1' }), 2);
    typing.key(key('y', { field: '2' }), 3);
    expect(held(typing)).toEqual(['a\nb', 'x\ny']);
  });

  test('text events without text leave the field as it is', () => {
    expect(held(run(text('insertText', 'ab'), key('ArrowLeft', { shiftKey: true }), text('insertText', '')))).toEqual([
      'ab',
    ]);
  });

  test('a click parts the fields of its window only', () => {
    const typing = run(key('a'), key('x', { window: 'v' }));
    typing.click({ kind: 'click', time: 0, app: 'a', window: 'w', x: 0, y: 0, button: 0 });
    typing.key(key('b'), 2);
    typing.key(key('y', { window: 'v' }), 3);
    expect(held(typing)).toEqual(['a\nb', 'xy']);
  });

  test('password fields are known, class-only keys are nothing', () => {
    const typing = run(key('a', { fieldType: 'password' }), text('insertFromPaste', 'p', { fieldType: 'password' }));
    expect([...typing.secret.keys()]).toEqual([0, 1]);
    const { key: _key, ...classOnly } = key('a', { class: 'letter' });
    expect(run(classOnly as KeyEvent).fields.size).toBe(0);
    expect(run({ ...classOnly, fieldType: 'password' } as KeyEvent).secret.size).toBe(0);
  });
});
