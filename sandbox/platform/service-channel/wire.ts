import type { Fields, WireCall } from "@/sandbox/platform/wire";

/** What every call may be answered besides its own replies. */
export const anyReply: WireCall["answers"] = [
  ["401, empty", "the token has ended, or never was", "documented"],
  ["302 to /Account/LogOn, then 200 HTML", "the same; that it happens to a client that is not known is observed", "assumed"],
  ["403 with error code 504", "the order is not this provider's; that code 504 means a lack of rights is documented", "assumed"],
  ["404", "no such order", "documented"],
  ["409", "the order has changed since it was read, or its state does not allow this", "assumed"],
  ["429 with `Retry-After`", "the application's budget is used up; 20 to 40 calls a minute are observed", "documented"],
  ["503", "the platform is out of service", "documented"],
];

export const calls: readonly WireCall[] = [
  {
    call: "POST https://login.servicechannel.com/oauth/token",
    source: "documented",
    takes: "`grant_type=password`, `username`, `password` as a form; `client_id:client_secret` by HTTP Basic",
    answers: [
      ["200", "tokens; the access token goes into a bearer header", "documented"],
      ["400 `invalid_grant`", "the username or the password is wrong (RFC 6749, 5.2)", "assumed"],
      ["302 to /Account/LogOn", "the platform does not know the client", "observed"],
    ],
  },
  {
    call: "POST https://login.servicechannel.com/oauth/token (refresh)",
    source: "documented",
    takes: "`grant_type=refresh_token`, `refresh_token`; the adapter does not use it: it logs in anew",
    answers: [
      ["200", "new tokens; that the refresh token works once is assumed", "documented"],
      ["400 `invalid_grant`", "the refresh token is unknown or used", "assumed"],
    ],
  },
  {
    call: "GET /v3/users/current/profile",
    source: "observed",
    takes: "nothing. This and all that follows is at https://api.servicechannel.com",
    answers: [["200", "the login's own user, and its provider", "observed"]],
  },
  {
    call: "GET /v3/odata/workorders",
    source: "documented",
    takes:
      "`$filter=Status/Primary eq 'OPEN'` (what is offered) or `'IN PROGRESS'` (what this provider has, and those that the login may see of others), `$select`, `$expand` with `$select` in it, `$orderby`, `$top` (no more than 50 come: observed), `$skip`, `$count`",
    answers: [["200", "one page; there is no link to the next (observed)", "documented"]],
  },
  {
    call: "GET /v3/odata/workorders({id})",
    source: "documented",
    takes: "`$select` and `$expand`",
    answers: [
      ["200", "the order", "documented"],
      ["200, `COMPLETED` and `CANCELLED`", "its client called it off", "assumed"],
    ],
  },
  {
    call: "PUT /v3/workorders/{id}/status",
    source: "documented",
    takes:
      "`{ Status: { Primary, Extended }, Note }`; a provider takes an open order by `IN PROGRESS`, `DISPATCH CONFIRMED` (observed; what the status means is documented). `Note` may be left out, and is",
    answers: [
      ["200", "the status has changed; that the same again is answered the same is assumed", "documented"],
      ["403 with error code 504", "another provider has it, or it was called off; the login is well", "assumed"],
    ],
  },
];

export const tokenFields: Fields = {
  access_token: ["documented"],
  token_type: ["documented", "`bearer`"],
  expires_in: ["documented", "600 seconds: observed"],
  refresh_token: ["documented", "30 days: observed"],
};

export const profileFields: Fields = {
  "UserProfile.UserId": ["observed"],
  "UserProfile.ProviderId": ["assumed", "the company that the login works for; none for a client's login"],
  "UserProfile.UserName": ["assumed"],
};

export const listFields: Fields = {
  "@odata.context": ["documented"],
  "@odata.count": ["observed", "with `$count=true`"],
  value: ["documented", "orders, see below"],
};

export const statusFields: Fields = { result: ["documented"], id: ["documented"] };

export const refusalFields: Fields = {
  ErrorMessage: ["assumed"],
  ErrorCodes: ["assumed", "that there are codes in the body is documented"],
};

/** Every field of a work order that the double serves. `never kept` marks what a client must not store anywhere. */
export const workOrderFields: Fields = {
  Id: ["documented"],
  Number: ["documented", "never kept"],
  PurchaseNumber: ["documented", "never kept"],
  SubscriberId: ["documented"],
  "Status.Primary": ["documented", "`OPEN`, `IN PROGRESS`, `COMPLETED`; `INVOICED` is documented and not served"],
  "Status.Extended": ["documented", "`DISPATCH CONFIRMED`; `CANCELLED` is assumed; `DECLINED` is documented and not served"],
  "Status.CanCreateInvoice": ["observed"],
  Caller: ["documented", "never kept"],
  CreatedBy: ["documented", "never kept"],
  ScheduledDate_DTO: ["documented", "when the provider is expected; with an offset, as in `2026-12-01T09:00:00-06:00`"],
  ExpirationDate_DTO: ["assumed", "until when the work has to be done; that there is an `ExpirationDate` is documented"],
  Priority: ["documented", "never kept: its text is the client's own"],
  Trade: ["documented"],
  Category: ["documented", "never kept: its text is the client's own"],
  Nte: ["documented", "not to exceed: the most that the client pays"],
  CurrencyAlphabeticalCode: ["documented", "`USD`"],
  Description: ["documented", "never kept; asked for only where a member's rules look for words"],
  ProblemCode: ["documented", "never kept"],
  Resolution: ["documented", "never kept"],
  Source: ["documented", "never kept"],
  LinkedWorkOrderIds: ["documented"],
  "Location.Id": ["documented"],
  "Location.Name": ["documented", "never kept"],
  "Location.Address1": ["documented", "never kept"],
  "Location.Instructions": ["assumed", "never kept"],
  "Location.TimeZone": ["assumed", "that it is an IANA name is assumed too"],
  "Provider.Id": ["observed", "while an order is open, the provider that it is offered to"],
  "Provider.Name": ["observed", "never kept"],
  "Provider.MainContact": ["observed", "never kept"],
  "Provider.Phone": ["observed", "never kept"],
  "Provider.Email": ["observed", "never kept"],
  "Attachments[].Id": ["documented"],
  "Attachments[].Name": ["documented", "never kept"],
};
