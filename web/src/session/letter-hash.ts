// What the link in a letter carries behind its "#", which no server ever sees: the id of a code, and
// the code itself. Pages that wait for a code keep its id in the same place, so that a reload is harmless.

export interface LetterHash {
  id: string | null;
  code: string;
}

/** Reads it from an address's hash, with or without its "#". */
export function readLetterHash(hash: string): LetterHash {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const id = values.get('id');
  return {
    id: id !== null && /^mlc_\w+$/.test(id) ? id : null,
    code: (values.get('code') ?? '').replace(/\D/g, ''),
  };
}
