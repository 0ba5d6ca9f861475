/** How the sandbox's forbidden fields all begin: it stands nowhere else, so that whoever finds it has found something that must not be kept. */
export const canaryMark = "HFM-forbidden-";
/** How markers begin that a search plants, to see that it would find one. They begin otherwise: one that a crash leaves behind accuses nobody. */
export const plantedMark = "HFM-planted-";
