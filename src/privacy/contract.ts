// Shapes of leaving on the wire.

/** `GET` and `POST /v1/account/erasure`. */
export interface ErasureView {
  askedAt: string;
  /** From when on the account is erased; until then it can be called off. */
  dueAt: string;
}

/** `POST /v1/account/erasure`. */
export interface AskErasureBody {
  /** One's own handle, typed. */
  confirmation: string;
}
