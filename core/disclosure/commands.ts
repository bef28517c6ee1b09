/** Commands that the consent text names. That each exists is tested where they are (cli/consent-text.test.ts). */
export const COMMANDS = {
  see: 'sluice records list --subject me',
  withdraw: 'sluice withdraw',
  erase: 'sluice erase',
  report: 'sluice report',
} as const;
