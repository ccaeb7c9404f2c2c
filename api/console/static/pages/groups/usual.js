/** The group that is there from the first start on: who and what names no other one is in it. */
export const first_group = '00000000-0000-7000-8000-000000000001';
