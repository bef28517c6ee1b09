import { Argument, Command, Help, type Option } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What may come after some words of a command line. */
interface Node {
  /** `sluice`, `sluice records list` */
  path: string;
  words: { word: string; says: string }[];
  options: Option[];
}

/** From the tree that parses the command line: nothing is written twice. */
export function nodesOf(program: Command): Node[] {
  const help = new Help();
  const walk = (command: Command, path: string): Node[] => {
    const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
    return [
      {
        path,
        words: [
          ...children.map((child) => ({ word: child.name(), says: child.description() })),
          ...command.registeredArguments.flatMap(({ argChoices = [] }) =>
            argChoices.map((word) => ({ word, says: '' })),
          ),
        ],
        options: [...command.options, ...(command === program ? [] : program.options)].filter(({ hidden }) => !hidden),
      },
      ...children.flatMap((child) => walk(child, `${path} ${child.name()}`)),
    ];
  };
  return walk(program, 'sluice');
}

const flagsOf = ({ short, long }: Option): string[] => [short, long].filter((flag): flag is string => flag != null);
const choicesOf = (option: Option): readonly string[] => option.argChoices ?? [];
/** Between single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const takesFile = (option: Option): boolean => /<(file|folder|path)>/.test(option.flags);

/** bash 3.2, which macOS has, can do this much. */
function bash(nodes: readonly Node[]): string {
  const withValue = new Set(nodes.flatMap(({ options }) => options.filter((one) => one.required).flatMap(flagsOf)));
  const cases = nodes.map(
    ({ path, words, options }) =>
      `    ${quoted(path)}) words=${quoted([...words.map(({ word }) => word), ...options.flatMap(flagsOf)].join(' '))} ;;`,
  );
  const values = new Map(
    nodes.flatMap(({ options }) => options.flatMap((one) => flagsOf(one).map((flag) => [flag, one]))),
  );
  const choices = [...values].filter(([, one]) => choicesOf(one).length > 0);
  return `# sluice completion bash: source <(sluice completion bash)
_sluice() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path=sluice words= at word skip=
  COMPREPLY=()
  case "$before" in
${choices.map(([flag, one]) => `    ${flag}) COMPREPLY=($(compgen -W ${quoted(choicesOf(one).join(' '))} -- "$current")); return ;;`).join('\n')}
    ${[...withValue].filter((flag) => !choices.some(([other]) => other === flag)).join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    if [ -n "$skip" ]; then skip=; continue; fi
    case "$word" in
      ${[...withValue].join('|')}) skip=1 ;;
      -*) ;;
      *) case "|${nodes.map(({ path }) => path).join('|')}|" in *"|$path $word|"*) path="$path $word" ;; esac ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _sluice sluice
`;
}

/** By bash's rules: zsh knows how to run them. */
const zsh = (nodes: readonly Node[]): string => `#compdef sluice
# sluice completion zsh: sluice completion zsh > "\${fpath[1]}/_sluice", or source <(sluice completion zsh)
autoload -U +X bashcompinit && bashcompinit
${bash(nodes).split('\n').slice(1).join('\n')}`;

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, words, options }) => {
    const parts = path.split(' ').slice(1);
    const where = `-n ${quoted(`__sluice_at ${parts.join(' ')}`.trim())}`;
    return [
      ...words.map(({ word, says }) => `complete -c sluice -f ${where} -a ${quoted(word)} -d ${quoted(says)}`),
      ...options.flatMap((option) => {
        const { long, short, description, required } = option;
        if (long == null) return [];
        const name = [`-l ${long.slice(2)}`, ...(short == null ? [] : [`-s ${short.slice(1)}`])].join(' ');
        const choices = choicesOf(option);
        const value =
          choices.length > 0 ? `-x -a ${quoted(choices.join(' '))}` : required ? (takesFile(option) ? '-r' : '-x') : '';
        return [`complete -c sluice ${where} ${name} ${value} -d ${quoted(description)}`];
      }),
    ];
  });
  return `# sluice completion fish: sluice completion fish > ~/.config/fish/completions/sluice.fish
function __sluice_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l path
    set -l paths ${nodes.map(({ path }) => quoted(path.split(' ').slice(1).join(' '))).join(' ')}
    for word in $words
        contains -- (string join ' ' $path $word) $paths; and set path $path $word
    end
    test (string join ' ' $path) = (string join ' ' $argv)
end
${lines.join('\n')}
`;
}

const WRITERS: Readonly<Record<Shell, (nodes: readonly Node[]) => string>> = { bash, zsh, fish };

/** @param program that it completes, once that is whole */
export const completionCommand = (program: () => Command): Command =>
  new Command('completion')
    .description('print what makes your shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(sluice completion bash)    # in ~/.bashrc
  sluice completion zsh               # into a file _sluice in a folder of your $fpath
  sluice completion fish              # into ~/.config/fish/completions/sluice.fish`,
    )
    .action((shell: Shell) => void process.stdout.write(WRITERS[shell](nodesOf(program()))));
