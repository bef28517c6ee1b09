import { createHash } from 'node:crypto';

/** The agent as a service of the person who is logged in: what is written where, and what the system is asked. Pure, and without a secret: the device's key stays in its folder. */

/** An agent keeps little for long: with a small young space it takes 88 MB in place of 100, and no more of a processor (`npm run bench -- agent`). */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=1'];

/**
 * Of one that a browser starts and that runs beside it all day: it waits for letters, so that compiling what runs often wins nothing and keeps 10 MB
 * (`npm run bench -- browser`).
 */
export const BROWSER_NODE_FLAGS: readonly string[] = [...NODE_FLAGS, '--no-opt', '--no-maglev'];

export interface ServiceOf {
  /** Whole paths. */
  node: string;
  program: string;
  state: string;
  home: string;
  api: string;
  device: string;
  /** As the system names who is logged in: a number on Linux and macOS, DOMAIN\NAME on Windows. */
  user: string;
}

export interface ServiceFile {
  path: string;
  text: string;
  /** @default utf8 */
  encoding?: 'utf16le';
  /** @default 0o600 */
  mode?: number;
}

export interface Command {
  command: string;
  args: readonly string[];
  /** It may be without effect: of what is not there yet, or any more. */
  mayFail?: true;
}

export interface Service {
  /** As the system knows it. */
  name: string;
  files: readonly ServiceFile[];
  install: readonly Command[];
  uninstall: readonly Command[];
  /** Ends with 0 where it runs. */
  isRunning: Command;
}

/** Of each program and device of its own: one laptop may take part in several. */
export function serviceName({ api, device }: Pick<ServiceOf, 'api' | 'device'>): string {
  const hash = createHash('sha256').update(new URL(api).href).digest('hex').slice(0, 8);
  return `sluice-agent-${device}-${hash}`;
}

const argumentsOf = ({ program, api, device, state }: ServiceOf) => [
  ...[program, 'run', '--collector', 'desktop', '--api', api, '--device', device, '--state', state],
];

/** Nothing that ends a line may stand in a file that is read line by line. */
function plain(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\0-\x1f\x7f]/.test(value)) throw new RangeError('a path or an address with a control character in it');
  return value;
}

/** systemd.service(5), "Command lines": quotes, specifiers, variables. */
const systemdWord = (value: string) =>
  `"${plain(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

function linux(of: ServiceOf): Service {
  const name = serviceName(of);
  const unit = `${name}.service`;
  const systemctl = (...args: string[]): Command => ({ command: 'systemctl', args: ['--user', ...args] });
  const optional = (command: Command): Command => ({ ...command, mayFail: true });
  return {
    name,
    files: [
      {
        path: `${of.home}/.config/systemd/user/${unit}`,
        text: `# Made by "sluice-agent install"; "sluice-agent uninstall" removes it.
[Unit]
Description=Sluice agent of ${of.device}
After=graphical-session.target
PartOf=graphical-session.target
StartLimitIntervalSec=600
StartLimitBurst=10

[Service]
ExecStart=${[of.node, ...NODE_FLAGS, ...argumentsOf(of)].map(systemdWord).join(' ')}
Restart=on-failure
RestartSec=30
# Wrong use, and a session that it cannot record: no start will help.
RestartPreventExitStatus=2 4
# What was captured is sealed and sent first.
TimeoutStopSec=30
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native

[Install]
WantedBy=graphical-session.target
`,
      },
      {
        // Desktops that reach no graphical-session.target start it so; the display is known then.
        path: `${of.home}/.config/autostart/${name}.desktop`,
        text: `[Desktop Entry]
Type=Application
Name=Sluice agent of ${of.device}
Comment=Made by "sluice-agent install"
Exec=sh -c "systemctl --user import-environment DISPLAY XAUTHORITY WAYLAND_DISPLAY XDG_SESSION_TYPE; exec systemctl --user start ${unit}"
NoDisplay=true
`,
      },
    ],
    install: [
      optional(systemctl('import-environment', 'DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_SESSION_TYPE')),
      systemctl('daemon-reload'),
      systemctl('enable', unit),
      systemctl('restart', unit),
    ],
    uninstall: [optional(systemctl('disable', '--now', unit))],
    isRunning: systemctl('is-active', '--quiet', unit),
  };
}

const xml = (value: string) =>
  plain(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function macos(of: ServiceOf): Service {
  const name = `com.sluice.${serviceName(of)}`;
  const path = `${of.home}/Library/LaunchAgents/${name}.plist`;
  const domain = `gui/${of.user}`;
  const launchctl = (...args: string[]): Command => ({ command: '/bin/launchctl', args });
  const words = [of.node, ...NODE_FLAGS, ...argumentsOf(of)]
    .map((word) => `    <string>${xml(word)}</string>`)
    .join('\n');
  return {
    name,
    files: [
      {
        path,
        text: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${xml(name)}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>30</integer>
  <key>ExitTimeOut</key><integer>30</integer>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
  <key>ProcessType</key><string>Interactive</string>
  <key>Umask</key><integer>63</integer>
</dict>
</plist>
`,
      },
    ],
    install: [
      { ...launchctl('bootout', `${domain}/${name}`), mayFail: true },
      launchctl('bootstrap', domain, path),
      launchctl('enable', `${domain}/${name}`),
    ],
    uninstall: [{ ...launchctl('bootout', `${domain}/${name}`), mayFail: true }],
    isRunning: launchctl('print', `${domain}/${name}`),
  };
}

/** As the C runtime of Windows takes a command line apart: backslashes count before a quote alone. */
const windowsWord = (value: string) =>
  `"${plain(value).replace(/(\\*)("|$)/g, (_, slashes, end) => `${slashes}${slashes}${end === '"' ? '\\"' : ''}`)}"`;

function windows(of: ServiceOf): Service {
  const name = serviceName(of);
  const task = `\\Sluice\\${name}`;
  const path = `${of.state}\\${name}.xml`;
  const system = 'C:\\Windows\\System32';
  const schtasks = (...args: string[]): Command => ({ command: `${system}\\schtasks.exe`, args });
  // No window of a console stands on the screen all day.
  const line = ['--headless', ...[of.node, ...NODE_FLAGS, ...argumentsOf(of)].map(windowsWord)].join(' ');
  return {
    name,
    files: [
      {
        path,
        encoding: 'utf16le',
        text: `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Sluice agent of ${xml(of.device)}</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled><UserId>${xml(of.user)}</UserId></LogonTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>${xml(of.user)}</UserId><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>10</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec><Command>${system}\\conhost.exe</Command><Arguments>${xml(line)}</Arguments></Exec></Actions>
</Task>
`,
      },
    ],
    install: [schtasks('/Create', '/TN', task, '/XML', path, '/F'), schtasks('/Run', '/TN', task)],
    uninstall: [
      { ...schtasks('/End', '/TN', task), mayFail: true },
      { ...schtasks('/Delete', '/TN', task, '/F'), mayFail: true },
    ],
    isRunning: schtasks('/Query', '/TN', task),
  };
}

/** @returns nothing on a system that has none that we know @throws RangeError a path that no such file can hold */
export function serviceOf(of: ServiceOf, platform: NodeJS.Platform): Service | undefined {
  if (platform === 'linux') return linux(of);
  if (platform === 'darwin') return macos(of);
  return platform === 'win32' ? windows(of) : undefined;
}
