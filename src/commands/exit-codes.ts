/** Exit codes that pipelines rely on (contract: commands). */
export const EXIT = { ok: 0, failed: 1, usage: 2, notAsDeclared: 7 } as const;
