"""The only HTTP door. It decides nothing about the business."""
