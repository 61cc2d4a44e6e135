#!/bin/sh
# Everything from the corpus to the bundles. MPNET is the folder of the unpacked all-mpnet-base-v2.
set -eu
: "${MPNET:=.cache/mpnet/all-mpnet-base-v2}"
LARGE=.cache/bundles/attribution-en-large
python -m training.attribution.train --run minilm-1 --encoder minilm --epochs 3
python -m training.attribution.train --run mpnet-1 --encoder mpnet --folder "$MPNET" --layers 8 --epochs 3 --rate 7e-5
python -m training.attribution.export_large --run mpnet-1 --folder "$MPNET" --layers 8 --out "$LARGE"
python -m training.attribution.rank --bundle "$LARGE" --name attribution-en-large-1 --write \
    --base "all-mpnet-base-v2, its first 8 layers (Apache-2.0)"
python -m training.attribution.answers --bundle "$LARGE" --encoder "$LARGE/encoder.fp32.onnx"
python -m training.attribution.distil --run minilm-d --minutes 80 --start .cache/attribution/minilm-1/model.pt
python -m training.attribution.export --run minilm-d --out .cache/bundles/attribution-en
python -m training.attribution.rank --bundle .cache/bundles/attribution-en --kind int8 --write
