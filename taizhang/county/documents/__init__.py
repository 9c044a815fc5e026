"""Attachments, numbering without gaps, rendering to docx, pdf, html and txt."""
