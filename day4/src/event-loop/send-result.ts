/**
 * What became of a message. A refused one is handed back, so that nothing is lost without the sender
 * knowing: it may try again (`full`) or give up (`closed`). After mio 0.5's NotifyError (ML9).
 */

export type SendResult<Message> =
  | { readonly sent: true }
  | { readonly sent: false; readonly reason: "full" | "closed"; readonly message: Message };
