/** How the sandbox's forbidden fields all begin: it stands nowhere else, so that whoever finds it has found something that must not be kept. */
export const canaryMark = "HFM-forbidden-";
