import { StaticModel } from '../schema';
export default {
  name: 'Gadget',
  describe: (l) => ({
    description: l.text(`A gadget of our making.`, { context: 'A description' }),
  }),
  slug: 'gadget-26-02',
  releaseDate: '2026-02-03',
  version: '26.02',
  status: 'Retired',
  avatar: { icon: 'gadget' },
  weights: [
    {
      name: 'Weights',
      url: 'https://huggingface.co/mistralai/Gadget-7B',
    },
  ],
  contextLength: '128k',
  outputTokenLimit: '--',
  pricing: {
    input: [{ type: 'range', price: 0.3 }],
  },
  identifiers: { apiNames: ['gadget-latest', 'gadget-2602'] },
  capabilities: {
    input: ['text', 'image'],
    output: ['text'],
  },
  metadata: {deprecationDate: '2026-08-01', retirementDate: '2026-10-31', replacement: 'Gadget 2'},
} as const satisfies StaticModel;
