/** Of the extensions' API, what is used here: no more types than calls. */
declare namespace chrome {
  interface Told<Listener extends (...args: never[]) => unknown> {
    addListener(listener: Listener): void;
  }
  namespace runtime {
    interface MessageSender {
      id?: string;
      url?: string;
      origin?: string;
      frameId?: number;
      tab?: tabs.Tab;
    }
    interface Port {
      readonly name: string;
      readonly sender?: MessageSender;
      readonly onMessage: Told<(message: unknown) => void>;
      readonly onDisconnect: Told<(port: Port) => void>;
      postMessage(message: unknown): void;
      disconnect(): void;
    }
    const id: string | undefined;
    const lastError: { message?: string } | undefined;
    const onConnect: Told<(port: Port) => void>;
    const onInstalled: Told<() => void>;
    const onStartup: Told<() => void>;
    const onMessage: Told<
      (message: unknown, sender: MessageSender, answer: (value: unknown) => void) => boolean | undefined
    >;
    function connect(info: { name: string }): Port;
    function connectNative(host: string): Port;
    function sendMessage(message: unknown): Promise<unknown>;
    function getURL(path: string): string;
  }
  namespace extension {
    const inIncognitoContext: boolean;
  }
  namespace dom {
    function openOrClosedShadowRoot(element: Element): ShadowRoot | null;
  }
  namespace tabs {
    interface Tab {
      id?: number;
      url?: string;
      incognito: boolean;
    }
    function query(of: { url: string[] }): Promise<Tab[]>;
  }
  namespace scripting {
    interface Script {
      id: string;
      js?: string[];
      matches?: string[];
      runAt?: 'document_start';
      allFrames?: boolean;
      persistAcrossSessions?: boolean;
    }
    function getRegisteredContentScripts(): Promise<Script[]>;
    function registerContentScripts(scripts: Script[]): Promise<void>;
    function updateContentScripts(scripts: Script[]): Promise<void>;
    function unregisterContentScripts(): Promise<void>;
    function executeScript(of: { target: { tabId: number; allFrames: boolean }; files: string[] }): Promise<unknown>;
  }
  namespace storage {
    const local: {
      get(keys: string[]): Promise<Record<string, unknown>>;
      set(values: Record<string, unknown>): Promise<void>;
      remove(key: string): Promise<void>;
    };
  }
  namespace alarms {
    const onAlarm: Told<() => void>;
    function create(name: string, of: { periodInMinutes: number }): Promise<void>;
  }
  namespace action {
    function setBadgeText(of: { text: string }): Promise<void>;
    function setBadgeBackgroundColor(of: { color: string }): Promise<void>;
    function setTitle(of: { title: string }): Promise<void>;
    function getUserSettings(): Promise<{ isOnToolbar: boolean }>;
    const onUserSettingsChanged: Told<(change: { isOnToolbar?: boolean }) => void> | undefined;
  }
}
