/** How metrics of a status are named, and whom they are given to. */

/** `badFcs` becomes `bad_fcs`. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export type MetricLabels = Readonly<Record<string, string>>;
export type Put = (name: string, help: string, value: number, labels?: MetricLabels) => void;
