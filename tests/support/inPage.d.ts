export function unreadable(): string[];
export function overflow(): [number, number];
export function nameless(): string[];
export function focused(): string | null;
export function tidy(): void;
