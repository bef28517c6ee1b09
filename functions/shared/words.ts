/** A variable that lists names, by blanks between them. */
export const words = (text: string | undefined): string[] => text?.split(' ').filter(Boolean) ?? [];
