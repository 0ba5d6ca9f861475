/**
 * Authorities that may have to be told of a breach of personal data, and within how many hours of its discovery, where their law's text says a number. A
 * register of what is sure, not of all there are: whether one applies, to whom, and when its time begins, counsel decides. Clause 8c.
 */
export interface Authority {
  name: string;
  /** Hours from discovery; null where the law says "without unreasonable delay" and no number. */
  hours: number | null;
  source: string;
  when: string;
}

export const authorities = {
  eu: {
    name: "European Union: the competent supervisory authority",
    hours: 72,
    source: "Regulation (EU) 2016/679 (GDPR), article 33(1)",
    when: "Unless the breach is unlikely to result in a risk to people's rights and freedoms; where feasible within 72 hours after having become aware.",
  },
  uk: {
    name: "United Kingdom: the Information Commissioner",
    hours: 72,
    source: "UK GDPR, article 33(1)",
    when: "Unless the breach is unlikely to result in a risk to people's rights and freedoms; where feasible within 72 hours after having become aware.",
  },
  us_co: {
    name: "Colorado: the Attorney General",
    hours: 30 * 24,
    source: "C.R.S. 6-1-716(2)(f)",
    when: "When 500 or more Colorado residents are notified; not later than 30 days after it is determined that a breach occurred.",
  },
  us_fl: {
    name: "Florida: the Department of Legal Affairs",
    hours: 30 * 24,
    source: "Fla. Stat. 501.171(3)",
    when: "When 500 or more individuals in Florida are affected; not later than 30 days after the determination of the breach.",
  },
  us_tx: {
    name: "Texas: the Attorney General",
    hours: 30 * 24,
    source: "Tex. Bus. & Com. Code 521.053(i)",
    when: "When 250 or more residents of Texas are affected; not later than 30 days after it is determined that the breach occurred.",
  },
  us_wa: {
    name: "Washington: the Attorney General",
    hours: 30 * 24,
    source: "RCW 19.255.010(7)",
    when: "When more than 500 Washington residents are notified; not more than 30 days after the breach was discovered.",
  },
  other: {
    name: "Another authority",
    hours: null,
    source: "As counsel names it in the filing's reference or the reason",
    when: "Many laws say “without unreasonable delay” and give no number of hours. Ask counsel.",
  },
} as const satisfies Record<string, Authority>;
export type AuthorityCode = keyof typeof authorities;
export const authorityCodes = Object.keys(authorities) as [AuthorityCode, ...AuthorityCode[]];

/** An authority by its stored code; null for one that the register has no more. */
export const authorityOf = (code: string): Authority | null =>
  Object.hasOwn(authorities, code) ? authorities[code as AuthorityCode] : null;
