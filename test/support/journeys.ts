// Journeys through the business, as text for `play`: what happens, line by line, and the balance of
// every account that was touched at the end. Together they use every posting template and touch
// every account of the chart.

/** What happens, line by line, and the balances at the end. */
export type Journey = readonly [name: string, steps: string, balances: string];

const CHARGES_AND_PAYMENTS: readonly Journey[] = [
  [
    'charge, sent, claimed, available',
    `P2c claim=pay_1 gross=50.00 fee=1.75
     P5a claim=pay_1 payee=ben amount=50.00
     P4 amount=48.25`,
    `stripe.pending 0.00, stripe.fees 1.75, claim:pay_1 0.00, user.available:ben 50.00
     stripe.available 48.25`,
  ],
  [
    'charge, then a payment with a fee and the tax on it, which the state gets',
    `P2 payer=ana gross=20.00 fee=0.55
     P2b payer=ana fee=0.20 tax=0.04
     & P3 payer=ana payee=ben amount=10.00
     P17c amount=100.00
     P2t amount=0.04`,
    `stripe.pending 19.45, stripe.fees 0.55, user.available:ana 9.76, user.available:ben 10.00
     fee.transfer 0.20, tax.payable 0.00, bank.operating 99.96, equity.capital 100.00`,
  ],
  [
    'a new charge waits, is released and spent',
    `P2h held=ana:ch_1 gross=20.00 fee=0.55
     P2r held=ana:ch_1 payer=ana amount=20.00
     P3 payer=ana payee=ben amount=20.00`,
    `stripe.pending 19.45, stripe.fees 0.55, user.held:ana:ch_1 0.00, user.available:ana 0.00
     user.available:ben 20.00`,
  ],
  [
    'the processor tells its fee after the charge',
    `P2 payer=ana gross=20.00
     P2f amount=0.55
     P4 amount=19.45`,
    `stripe.pending 0.00, stripe.available 19.45, stripe.fees 0.55, user.available:ana 20.00`,
  ],
  [
    'of two payments under review one is released and one rejected',
    `P2 payer=ana gross=20.00
     P3r payer=ana held=ana:pay_1 amount=5.00
     P3r payer=ana held=ana:pay_2 amount=15.00
     P3ra held=ana:pay_1 payee=ben amount=5.00
     P3rr held=ana:pay_2 payer=ana amount=15.00`,
    `stripe.pending 20.00, user.held:ana:pay_1 0.00, user.held:ana:pay_2 0.00
     user.available:ana 15.00, user.available:ben 5.00`,
  ],
  [
    'two gifts: one opened by all, one in part',
    `P2 payer=ana gross=20.00
     P5g payer=ana claim=gft_1 amount=10.00
     P5g payer=ana claim=gft_2 amount=10.00
     P5ga claim=gft_1 payee=ben amount=7.00
     P5ga claim=gft_1 payee=chloe amount=3.00
     P5ga claim=gft_2 payee=ben amount=4.00
     P5gb claim=gft_2 payer=ana amount=6.00`,
    `stripe.pending 20.00, user.available:ana 6.00, user.available:ben 11.00
     user.available:chloe 3.00, claim:gft_1 0.00, claim:gft_2 0.00`,
  ],
  [
    'four claims: claimed, expired, back to the card, dormant',
    `P2 payer=ana gross=40.00
     P4 amount=40.00
     P5 payer=ana claim=pay_1 amount=10.00
     P5 payer=ana claim=pay_2 amount=10.00
     P5 payer=ana claim=pay_3 amount=10.00
     P5 payer=ana claim=pay_4 amount=10.00
     P5a claim=pay_1 payee=ben amount=10.00
     P5b claim=pay_2 payer=ana amount=10.00
     P5br claim=pay_3 refund=re_1 amount=10.00
     P7a refund=re_1 amount=10.00
     P5c claim=pay_4 amount=10.00
     P17c amount=10.00
     P5d amount=10.00`,
    `stripe.pending 0.00, stripe.available 30.00, user.available:ana 10.00
     user.available:ben 10.00, claim:pay_1 0.00, claim:pay_2 0.00, claim:pay_3 0.00
     claim:pay_4 0.00, refund.payable:re_1 0.00, unclaimed.property 0.00, bank.operating 0.00
     equity.capital 10.00`,
  ],
];

const REFUNDS_AND_DISPUTES: readonly Journey[] = [
  [
    'refund in full after the payee spent part',
    `P2c claim=pay_1 gross=50.00 fee=1.75
     P5a claim=pay_1 payee=ben amount=50.00
     P4 amount=48.25
     P3 payer=ben payee=chloe amount=20.00
     P7 payee=ben owed=ben refund=re_1 available=30.00 shortfall=20.00
     P7a refund=re_1 amount=50.00`,
    `stripe.pending 0.00, stripe.available -1.75, stripe.fees 1.75, claim:pay_1 0.00
     user.available:ben 0.00, user.available:chloe 20.00, user.receivable:ben 20.00
     refund.payable:re_1 0.00`,
  ],
  [
    'refund in part with our fee and its tax given back; it fails and goes to the balance',
    `P2 payer=ana gross=21.20
     P4 amount=21.20
     P2b payer=ana fee=1.00 tax=0.20
     & P3 payer=ana payee=ben amount=20.00
     P7 payee=ben owed=ben refund=re_1 available=8.00 fee=1.00 tax=0.20
     P7a refund=re_1 amount=9.20
     P7b refund=re_1 amount=9.20
     & P7c refund=re_1 payer=ana amount=9.20`,
    `stripe.pending 0.00, stripe.available 21.20, user.available:ana 9.20
     user.available:ben 12.00, fee.transfer 0.00, tax.payable 0.00, refund.payable:re_1 0.00`,
  ],
  [
    'a refund that the processor refuses goes back to the payee, and so does the debt',
    `P2 payer=ben gross=10.00
     P7 payee=ben owed=ben refund=re_1 available=10.00 shortfall=2.00
     P7v payee=ben owed=ben refund=re_1 available=10.00 shortfall=2.00`,
    `stripe.pending 10.00, user.available:ben 10.00, user.receivable:ben 0.00
     refund.payable:re_1 0.00`,
  ],
  [
    'a refund beyond the balance of the payee is borne in two steps',
    `P2 payer=ben gross=10.00
     P4 amount=10.00
     P7 payee=ben owed=ben refund=re_1 available=10.00
     P12r owed=ben refund=re_1 amount=5.00
     P7a refund=re_1 amount=15.00`,
    `stripe.pending 0.00, stripe.available -5.00, user.available:ben 0.00
     user.receivable:ben 5.00, refund.payable:re_1 0.00`,
  ],
  [
    'dispute won, its fee given back',
    `P2 payer=ben gross=50.00
     P4 amount=50.00
     P8 dispute=dp_1 payee=ben held=ben:dp_1 amount=50.00 fee=20.00 held=50.00
     P8w dispute=dp_1 payee=ben held=ben:dp_1 amount=50.00 fee=20.00 held=50.00`,
    `stripe.pending 0.00, stripe.available 50.00, user.available:ben 50.00
     dispute.receivable:dp_1 0.00, dispute.fees 0.00, user.held:ben:dp_1 0.00`,
  ],
  [
    'dispute lost with recovery from income and from the bank',
    `P2 payer=ben gross=20.00
     P4 amount=20.00
     P8 dispute=dp_1 payee=ben held=ben:dp_1 amount=50.00 fee=20.00 held=20.00
     P12 owed=ben dispute=dp_1 amount=8.00
     P8l dispute=dp_1 owed=ben held=ben:dp_1 held=20.00 owed=17.00 absorbed=5.00
     P2 payer=ben gross=15.00
     & P12a person=ben owed=ben amount=15.00
     P12b owed=ben amount=10.00`,
    `stripe.pending 15.00, stripe.available -40.00, user.available:ben 0.00
     dispute.receivable:dp_1 0.00, dispute.fees 20.00, user.held:ben:dp_1 0.00
     user.receivable:ben 0.00, chargeback.loss 5.00`,
  ],
  [
    'a debt is provided for, written off, and paid after all',
    `P6 connect=acct_ben amount=5.00
     P12m owed=ben connect=acct_ben amount=9.00
     P13 amount=9.00
     P13w owed=ben amount=9.00
     P13a amount=4.00`,
    `stripe.connect:acct_ben -4.00, stripe.available -1.00, user.receivable:ben 0.00
     bad_debt 5.00, allowance.bad_debt 0.00`,
  ],
];

/** A charge whose money went to a connected account, and a payout from there that was accepted. */
const PAID = `P2 payer=ben gross=50.00
     P4 amount=50.00
     P6 connect=acct_ben amount=50.00
     P9 payee=ben payable=po_1 amount=40.00 fee=0.60
     P9a transit=po_1 connect=acct_ben amount=40.00`;

const PAYOUTS_AND_TREASURY: readonly Journey[] = [
  [
    'payout paid, the rest moved back',
    `${PAID}
     P9b payable=po_1 transit=po_1 amount=40.00
     P6r connect=acct_ben amount=10.00`,
    `stripe.pending 0.00, stripe.available 10.00, stripe.connect:acct_ben 0.00
     user.available:ben 9.40, payout.payable:po_1 0.00, payout.in_transit:po_1 0.00
     fee.instant_payout 0.60`,
  ],
  [
    'payout failed',
    `${PAID}
     P9c payable=po_1 transit=po_1 connect=acct_ben payee=ben amount=40.00 fee=0.60`,
    `stripe.pending 0.00, stripe.available 0.00, stripe.connect:acct_ben 50.00
     user.available:ben 50.00, payout.payable:po_1 0.00, payout.in_transit:po_1 0.00
     fee.instant_payout 0.00`,
  ],
  [
    'payout failed after paid',
    `${PAID}
     P9b payable=po_1 transit=po_1 amount=40.00
     P9d payable=po_1 transit=po_1 amount=40.00
     & P9c payable=po_1 transit=po_1 connect=acct_ben payee=ben amount=40.00 fee=0.60`,
    `stripe.pending 0.00, stripe.available 0.00, stripe.connect:acct_ben 50.00
     user.available:ben 50.00, payout.payable:po_1 0.00, payout.in_transit:po_1 0.00
     fee.instant_payout 0.00`,
  ],
  [
    "from the platform's balance: one refused at once, one instant and failed after paid",
    `P2 payer=ben gross=50.00
     P4 amount=50.00
     P9 payee=ben payable=po_1 amount=20.00
     P9f payable=po_1 payee=ben amount=20.00
     P9 payee=ben payable=po_2 amount=40.00 fee=0.60
     P9ap transit=po_2 amount=40.00
     P9e amount=0.40
     P9b payable=po_2 transit=po_2 amount=40.00
     P9d payable=po_2 transit=po_2 amount=40.00
     & P9cp payable=po_2 transit=po_2 payee=ben amount=40.00 fee=0.60`,
    `stripe.pending 0.00, stripe.available 49.60, user.available:ben 50.00
     payout.payable:po_1 0.00, payout.payable:po_2 0.00, payout.in_transit:po_2 0.00
     fee.instant_payout 0.00, payout.fees 0.40`,
  ],
  [
    "the platform's own money: topped up, a service paid, paid out, and paid out in vain",
    `P17c amount=100.00
     P17 topup=tu_1 amount=100.00
     P17a topup=tu_1 amount=100.00
     P11 amount=2.00
     P10 transit=po_1 amount=50.00
     P10a transit=po_1 amount=50.00
     P10 transit=po_2 amount=48.00
     P10b transit=po_2 amount=48.00`,
    `bank.operating 50.00, equity.capital 100.00, stripe.available 48.00, stripe.fees 2.00
     topup.payable:tu_1 0.00, payout.in_transit:po_1 0.00, payout.in_transit:po_2 0.00`,
  ],
];

const EXCHANGE_AND_CORRECTIONS: readonly Journey[] = [
  [
    'an exchange, its position closed at the market with a gain',
    `P2 USD payer=ana gross=100.00
     P4 USD amount=100.00
     P14 USD person=ana amount=100.00
     & P14b person=ana amount=91.50 spread=0.50
     P14a USD amount=100.00
     & P14c proceeds=92.00 gain=0.30`,
    `stripe.pending USD 0.00, stripe.available USD 0.00, user.available:ana USD 0.00
     fx.position USD 0.00, fx.position 0.00, user.available:ana 91.50, fx.spread 0.80
     stripe.available 92.30`,
  ],
  [
    'there and back again, what is left closed with a loss',
    `P2 USD payer=ana gross=100.00
     P14 USD person=ana amount=100.00
     & P14b person=ana amount=91.50 spread=0.50
     P14 person=ana amount=45.00
     & P14b USD person=ana amount=48.00 spread=1.00
     P14a USD amount=51.00
     & P14c proceeds=46.60 loss=0.40`,
    `stripe.pending USD 100.00, user.available:ana USD 48.00, fx.position USD 0.00
     fx.position 0.00, user.available:ana 46.50, fx.spread 0.50, fx.spread USD 1.00
     stripe.available USD -51.00, stripe.available 46.60, fx.loss 0.40`,
  ],
  [
    'unknown money came with one minor unit too many; it was a debt being paid',
    `P8 dispute=dp_1 payee=ben held=ben:dp_1 amount=10.00
     P8l dispute=dp_1 owed=ben held=ben:dp_1 owed=10.00
     P16 suspense=txn_1 came=10.01
     P16t suspense=txn_1 came=0.01
     P16r suspense=txn_1 came=10.00
     & P12b owed=ben amount=10.00`,
    `dispute.receivable:dp_1 0.00, stripe.available 0.01, user.receivable:ben 0.00
     suspense.processor:txn_1 0.00, rounding -0.01`,
  ],
  [
    'unknown money went; it was a fee',
    `P16 suspense=txn_1 went=3.00
     P16r suspense=txn_1 went=3.00
     & P11 amount=3.00`,
    `stripe.available -3.00, suspense.processor:txn_1 0.00, stripe.fees 3.00`,
  ],
  [
    'a payment to the wrong person, reversed and made again',
    `P2 payer=ana gross=10.00
     P3 payer=ana payee=ben amount=10.00
     P15 undoes=2
     & P3 payer=ana payee=chloe amount=10.00`,
    `stripe.pending 10.00, user.available:ana 0.00, user.available:ben 0.00
     user.available:chloe 10.00`,
  ],
];

export const JOURNEYS: readonly Journey[] = [
  ...CHARGES_AND_PAYMENTS,
  ...REFUNDS_AND_DISPUTES,
  ...PAYOUTS_AND_TREASURY,
  ...EXCHANGE_AND_CORRECTIONS,
];
