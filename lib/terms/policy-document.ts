/** A clause in the wording that members agree to. Its id keeps its meaning in every version: consents, controls and evidence refer to it. */
export interface PolicyClause {
  id: string;
  text: string;
}

export interface PolicySection {
  number: number;
  title: string;
  clauses: readonly PolicyClause[];
}

/** One version of the data security policy. */
export interface PolicyDocument {
  /** Its effective date, with a letter behind it where two take effect on one day. Versions sort by it. */
  version: string;
  /** The calendar day from whose beginning, in UTC, it is in force. */
  effective: string;
  title: string;
  /** What it says the service costs, in US cents. */
  prices: { monthlyCents: number; unitCents: number };
  /** How members hear of changes, and how anybody reaches us. */
  notices: readonly string[];
  sections: readonly PolicySection[];
}
