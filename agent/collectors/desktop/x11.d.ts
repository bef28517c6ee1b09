/** What we use of the package x11, which has no types of its own. */
declare module 'x11' {
  type Callback<T> = (error: Error | null, value: T) => void;
  export interface XProperty {
    type: number;
    format: number;
    data: Buffer;
  }
  export interface XEvent {
    name: string;
    wid?: number;
    window?: number;
    /** Of ConfigureNotify: the window that it is of. */
    wid1?: number;
    atom?: number;
    /** Of FocusIn and FocusOut. */
    mode?: number;
    /** Of XkbStateNotify. */
    mods?: number;
    group?: number;
  }
  export interface XClient {
    InternAtom(onlyIfExists: boolean, name: string, done: Callback<number>): void;
    GetProperty(
      remove: 0 | 1,
      window: number,
      name: number,
      type: number,
      offset: number,
      length: number,
      done: Callback<XProperty>,
    ): void;
    ChangeWindowAttributes(window: number, values: { eventMask: number }, done?: Callback<unknown>): void;
    TranslateCoordinates(
      from: number,
      to: number,
      x: number,
      y: number,
      done: Callback<{ child: number; destX: number; destY: number }>,
    ): void;
    QueryTree(window: number, done: Callback<{ root: number; parent: number; children: number[] }>): void;
    GetKeyboardMapping(first: number, count: number, done: Callback<number[][]>): void;
    QueryExtension(name: string, done: Callback<{ present: number; majorOpcode: number }>): void;
    QueryPointer(root: number, done: Callback<{ child: number; rootX: number; rootY: number; keyMask: number }>): void;
    GetInputFocus(done: Callback<{ focus: number }>): void;
    GetGeometry(window: number, done: Callback<{ width: number; height: number }>): void;
    require(extension: string, done: Callback<unknown>): void;
    /** What extensions are written with. */
    seq_num: number;
    pack_stream: { put(request: Buffer): void; submit(expectsReply?: boolean): void };
    replies: Record<number, [unpack: (reply: Buffer) => number, done: Callback<number>]>;
    geEventParsers: Record<
      number,
      (
        type: number,
        seq: number,
        extra: number,
        code: number,
        raw: Buffer,
      ) => { type: number; seq: number; name: string }
    >;
    on(name: 'event', run: (event: XEvent) => void): void;
    on(name: 'error', run: (error: Error) => void): void;
    on(name: 'end', run: () => void): void;
    terminate(): void;
  }
  export interface XDisplay {
    client: XClient;
    screen: { root: number }[];
    min_keycode: number;
    max_keycode: number;
  }
  /** @param options `flushOnReply: false`: what is asked in one turn of the event loop is written at its end, at once. */
  export function createClient(
    options: { bufferRequests: { flushOnReply: boolean } },
    done: (error: Error | null, display: XDisplay) => void,
  ): XClient;
  export function createClient(done: (error: Error | null, display: XDisplay) => void): XClient;
  export const eventMask: { PropertyChange: number; FocusChange: number; StructureNotify: number };
}
