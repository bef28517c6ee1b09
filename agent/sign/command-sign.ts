import { spawn } from 'node:child_process';
import { readLines } from '../../wire/line-stream.ts';
import { powershell } from '../sdk/powershell.ts';
import { CHOICES, type Choice, type Sign, type SignView } from './sign.ts';

/**
 * The mark on systems whose tray we do not speak: a program of the system's own shows it. It is given a view a line (JSON) and writes what was chosen, a word
 * a line; `shown` once something stands there. It ends with its standard input.
 */

/** Windows Forms' NotifyIcon. The standard input is read by a thread of its own: a message loop must not wait. Written, and not run. */
const WINDOWS = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms; Add-Type -AssemblyName System.Drawing
[Console]::InputEncoding = [Text.Encoding]::UTF8; [Console]::OutputEncoding = [Text.Encoding]::UTF8
$queue = New-Object System.Collections.Concurrent.ConcurrentQueue[string]
$space = [RunspaceFactory]::CreateRunspace(); $space.Open(); $space.SessionStateProxy.SetVariable('queue', $queue)
$reader = [PowerShell]::Create(); $reader.Runspace = $space
[void]$reader.AddScript({ while ($null -ne ($l = [Console]::In.ReadLine())) { $queue.Enqueue($l) }; $queue.Enqueue('end') }).BeginInvoke()
$icon = New-Object Windows.Forms.NotifyIcon; $menu = New-Object Windows.Forms.ContextMenuStrip; $icon.ContextMenuStrip = $menu
function Draw($mark) {
  $b = New-Object Drawing.Bitmap 16, 16; $g = [Drawing.Graphics]::FromImage($b); $g.SmoothingMode = 'AntiAlias'
  $g.FillEllipse([Drawing.Brushes]::WhiteSmoke, 0, 0, 15, 15)
  switch ($mark) {
    'recording' { $g.FillEllipse([Drawing.Brushes]::Firebrick, 3, 3, 9, 9) }
    'trouble' { $g.FillPolygon([Drawing.Brushes]::DarkOrange, [Drawing.Point[]]@((New-Object Drawing.Point 7, 2), (New-Object Drawing.Point 13, 12), (New-Object Drawing.Point 2, 12))) }
    'paused' { $g.FillRectangle([Drawing.Brushes]::SlateGray, 4, 4, 3, 8); $g.FillRectangle([Drawing.Brushes]::SlateGray, 9, 4, 3, 8) }
    default { $g.FillRectangle([Drawing.Brushes]::DimGray, 4, 4, 8, 8) }
  }
  [Drawing.Icon]::FromHandle($b.GetHicon())
}
$timer = New-Object Windows.Forms.Timer; $timer.Interval = 200
$timer.add_Tick({
  $l = $null
  while ($queue.TryDequeue([ref]$l)) {
    if ($l -eq 'end') { $icon.Visible = $false; [Windows.Forms.Application]::Exit(); return }
    $v = $l | ConvertFrom-Json
    $icon.Icon = Draw $v.mark; $icon.Text = $v.title.Substring(0, [Math]::Min(63, $v.title.Length)); $icon.Visible = $true
    $menu.Items.Clear()
    [void]$menu.Items.Add($v.title.Replace('&', '&&')); $menu.Items[0].Enabled = $false
    foreach ($c in $v.choices) { $i = $menu.Items.Add($c.words); $i.Tag = $c.choice; $i.add_Click({ param($s) [Console]::WriteLine($s.Tag) }) }
    if ($v.lines.Count) { [void]$menu.Items.Add('-') }
    foreach ($t in $v.lines) { $i = $menu.Items.Add($t.Replace('&', '&&')); $i.Enabled = $false }
    [Console]::WriteLine('shown')
  }
})
$timer.Start(); [Windows.Forms.Application]::Run()`;

/** AppKit's status bar, by JavaScript for Automation. Written, and not run. */
const MACOS = `
ObjC.import('AppKit'); ObjC.import('Foundation');
const out = (line) => $.NSFileHandle.fileHandleWithStandardOutput.writeData($(line + '\\n').dataUsingEncoding(4));
const MARKS = { recording: '●', trouble: '▲', paused: '❚❚', stopped: '■' };
const app = $.NSApplication.sharedApplication;
app.setActivationPolicy($.NSApplicationActivationPolicyAccessory);
const item = $.NSStatusBar.systemStatusBar.statusItemWithLength(-1);
const menu = $.NSMenu.alloc.init; menu.autoenablesItems = false; item.menu = menu;
let left = '';
function show(view) {
  item.button.title = MARKS[view.mark] || '?'; item.button.toolTip = view.title;
  menu.removeAllItems;
  const add = (words, choice) => {
    const one = menu.addItemWithTitleActionKeyEquivalent(words, choice ? 'choose:' : null, '');
    one.enabled = Boolean(choice);
    if (choice) { one.target = target; one.representedObject = $(choice); }
  };
  add(view.title); for (const { words, choice } of view.choices) add(words, choice);
  if (view.lines.length) menu.addItem($.NSMenuItem.separatorItem);
  for (const line of view.lines) add(line);
  out('shown');
}
ObjC.registerSubclass({ name: 'SluiceTarget', methods: {
  'choose:': { types: ['void', ['id']], implementation: (sender) => out(ObjC.unwrap(sender.representedObject)) },
  'read:': { types: ['void', ['id']], implementation: (note) => {
    const data = note.userInfo.objectForKey('NSFileHandleNotificationDataItem');
    if (Number(data.length) === 0) return app.terminate(null);
    left += ObjC.unwrap($.NSString.alloc.initWithDataEncoding(data, 4));
    const lines = left.split('\\n'); left = lines.pop();
    for (const line of lines) if (line) show(JSON.parse(line));
    input.readInBackgroundAndNotify;
  } } } });
const target = $.SluiceTarget.alloc.init;
const input = $.NSFileHandle.fileHandleWithStandardInput;
$.NSNotificationCenter.defaultCenter.addObserverSelectorNameObject(target, 'read:', 'NSFileHandleReadCompletionNotification', input);
input.readInBackgroundAndNotify;
app.run;`;

export function signCommand(platform: NodeJS.Platform): { command: string; args: readonly string[] } | undefined {
  if (platform === 'darwin') return { command: '/usr/bin/osascript', args: ['-l', 'JavaScript', '-e', MACOS] };
  if (platform === 'win32')
    return { command: powershell(), args: ['-NoProfile', '-NonInteractive', '-STA', '-Command', WINDOWS] };
  return undefined;
}

/** Never throws: a program that is not there shows nothing, and that is what is said. */
export function createCommandSign({ command, args }: { command: string; args: readonly string[] }): Sign {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  let visible = false;
  let changed: (visible: boolean) => void = () => {};
  let chosen: (choice: Choice) => void = () => {};
  const see = (now: boolean) => {
    if (visible === now) return;
    visible = now;
    changed(now);
  };
  const follow = async () => {
    for await (const line of readLines(child.stdout)) {
      const word = line.toString('utf8').trim();
      if (word === 'shown') see(true);
      else if ((CHOICES as readonly string[]).includes(word)) chosen(word as Choice);
    }
  };
  child.on('error', () => see(false));
  child.on('close', () => see(false));
  // It may be gone when it is written to.
  child.stdin.on('error', () => {});
  follow().catch(() => see(false));
  let last = '';
  return {
    get visible() {
      return visible;
    },
    onVisible(run) {
      changed = run;
    },
    onChoice(run) {
      chosen = run;
    },
    show(view: SignView) {
      const text = JSON.stringify(view);
      if (text === last) return;
      last = text;
      child.stdin.write(`${text}\n`);
    },
    close() {
      child.stdin.end();
    },
  };
}
