"""Papers that people hold or files keep, as accessible PDF (PDF/UA-1). Pure: values in, bytes out, the same every time."""
