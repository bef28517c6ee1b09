import { spawn } from 'node:child_process';
import { readLines } from '../../../wire/line-stream.ts';
import { powershell } from '../../sdk/powershell.ts';
import { CollectorError } from './hook.ts';
import { usLayout } from './layout.ts';
import { appId, type WindowChange, type WindowInfo, type WindowWatcher } from './windows.ts';

/**
 * Focus on systems whose window system we do not speak: a program of the system's own runs beside the agent and writes a
 * line whenever the foreground window changes: window id, application, title, parted by tabs. Asked anew means the last
 * line, so a key that comes within the program's interval after a change may be attributed to the window before.
 */

/** Asks the foreground application five times a second. macOS asks the person to allow it for titles. */
const MACOS = `
ObjC.import('AppKit'); ObjC.import('Foundation');
const out = (line) => $.NSFileHandle.fileHandleWithStandardOutput.writeData($(line + '\\n').dataUsingEncoding(4));
let last = '';
for (;;) {
  const app = $.NSWorkspace.sharedWorkspace.frontmostApplication;
  const line = [app.processIdentifier, ObjC.unwrap(app.bundleIdentifier), ''].join('\\t');
  if (line !== last) { last = line; out(line); }
  $.NSRunLoop.currentRunLoop.runUntilDate($.NSDate.dateWithTimeIntervalSinceNow(0.2));
}`;

const WINDOWS = `
Add-Type @'
using System; using System.Text; using System.Runtime.InteropServices;
public static class Foreground {
  [DllImport("user32.dll")] public static extern IntPtr GetForegroundWindow();
  [DllImport("user32.dll", CharSet = CharSet.Unicode)] public static extern int GetWindowText(IntPtr w, StringBuilder s, int n);
  [DllImport("user32.dll")] public static extern uint GetWindowThreadProcessId(IntPtr w, out uint p);
}
'@
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$last = ''
while ($true) {
  $w = [Foreground]::GetForegroundWindow(); $p = 0
  [void][Foreground]::GetWindowThreadProcessId($w, [ref]$p)
  $s = New-Object Text.StringBuilder 512
  [void][Foreground]::GetWindowText($w, $s, 512)
  $line = "$w\`t$((Get-Process -Id $p).ProcessName)\`t$($s -replace '[\`t\`r\`n]', ' ')"
  if ($line -ne $last) { $last = $line; [Console]::WriteLine($line) }
  Start-Sleep -Milliseconds 200
}`;

export interface ForegroundCommand {
  command: string;
  args: readonly string[];
}

export function foregroundCommand(platform: NodeJS.Platform): ForegroundCommand | undefined {
  if (platform === 'darwin') return { command: 'osascript', args: ['-l', 'JavaScript', '-e', MACOS] };
  if (platform === 'win32')
    return { command: powershell(), args: ['-NoProfile', '-NonInteractive', '-Command', WINDOWS] };
  return undefined;
}

export function parseForeground(line: string): WindowInfo | undefined {
  const [window, name, ...title] = line.split('\t');
  const app = appId(name ?? '');
  return window && app ? { window: `w${window}`, app, title: title.join(' ') } : undefined;
}

/** @throws CollectorError the program cannot be started, or says nothing at all */
export async function createForegroundCommand({ command, args }: ForegroundCommand): Promise<WindowWatcher> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let current: WindowInfo | undefined;
  let changed: (change: WindowChange) => void = () => {};
  let firstLine = () => {};
  const follow = async () => {
    for await (const line of readLines(child.stdout)) {
      const window = parseForeground(line.toString('utf8'));
      const before = current;
      current = window;
      if (window && before?.window === window.window) changed({ type: 'title', window });
      else changed({ type: 'focus', window, before });
      firstLine();
    }
  };
  // Without the program nobody knows where keys go: nothing is attributed any more.
  child.on('exit', () => {
    current = undefined;
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (cause?: Error) =>
      reject(new CollectorError(`${command} does not tell the foreground window`, cause ? { cause } : undefined));
    child.once('error', fail);
    child.once('exit', () => fail());
    firstLine = resolve;
    follow().catch(fail);
  });
  return {
    get current() {
      return current;
    },
    focused: async () => current,
    at: async () => current,
    layout: usLayout,
    onChange(run) {
      changed = run;
    },
    close: () => void child.kill(),
  };
}
