/** How long tests wait for what must come: long enough for a machine that is busy with other work. Ends what never comes. */
export const within = { timeout: 60_000 }
