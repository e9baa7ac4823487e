/** Addresses of pages as text, for the plain links of long tables. */
export const pageOf = {
  slo: (name: string): string => `/slos/${encodeURIComponent(name)}`,
  service: (name: string): string => `/services/${encodeURIComponent(name)}`,
};
